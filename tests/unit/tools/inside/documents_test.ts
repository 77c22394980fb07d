import assert from "node:assert/strict";
import type { Component } from "../../../../tools/inside/component.ts";
import { cycloneDxDocument } from "../../../../tools/inside/cyclonedx.ts";
import { packageFolder } from "../../../../tools/inside/package_folder.ts";
import { spdxDocument } from "../../../../tools/inside/spdx.ts";

const subject = {
  version: "v1.2.3",
  sources: "ab".repeat(32),
  purl: "pkg:github/kubectl-apprepo/kubectl-apprepo@v1.2.3",
  created: "2026-11-27T03:00:00Z",
};

/** A package in two versions, one of them for another package alone, and a part of a part. */
const components: readonly Component[] = [
  { name: "a", version: "1", licence: "MIT", purl: "pkg:npm/a@1" },
  { name: "a", version: "2", licence: "(MIT OR Apache-2.0)", purl: "pkg:npm/a@2" },
  { name: "deno", version: "2", licence: "MIT", purl: "pkg:github/denoland/deno@v2" },
  { name: "a", version: "3", purl: "pkg:cargo/a@3", within: "deno" },
];

Deno.test("in SPDX, each component has an identifier of its own, and is in what it came with", () => {
  const { packages, relationships } = spdxDocument(subject, components);
  const ids = packages.map(({ SPDXID }) => SPDXID);
  assert.equal(new Set(ids).size, ids.length, ids.join());
  const [root, , , deno, crate] = ids;
  assert.deepEqual(relationships.map(({ relatedSpdxElement }) => relatedSpdxElement), ids.slice(1));
  assert.deepEqual(relationships.map(({ spdxElementId }) => spdxElementId), [
    root,
    root,
    root,
    deno,
  ]);
  assert.equal(relationships.at(-1)?.relatedSpdxElement, crate);
  assert.equal(packages[2]?.licenseDeclared, "(MIT OR Apache-2.0)");
});

Deno.test("in CycloneDX, a licence is an identifier or an expression", () => {
  const { components: all } = cycloneDxDocument(subject, components);
  const licences = all.map((one) => one.licenses);
  assert.deepEqual(licences[0], [{ license: { id: "MIT" } }]);
  assert.deepEqual(licences[1], [{ expression: "(MIT OR Apache-2.0)" }]);
});

Deno.test("packageFolder() tells a package's own version of another from the other", () => {
  const rows = [
    ["node_modules/js-yaml/dist/a.mjs", "node_modules/js-yaml"],
    ["node_modules/@a/b/c.js", "node_modules/@a/b"],
    ["node_modules/a/node_modules/@b/c/d.js", "node_modules/a/node_modules/@b/c"],
    ["src/about.ts", undefined],
    ["src/node_modules_like/x.ts", undefined],
  ] as const;
  for (const [path, folder] of rows) assert.equal(packageFolder(path), folder);
});
