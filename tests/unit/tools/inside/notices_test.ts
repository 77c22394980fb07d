import assert from "node:assert/strict";
import packageJson from "../../../../package.json" with { type: "json" };
import { ROOT } from "../../../../tools/build/binary.ts";
import type { Component } from "../../../../tools/inside/component.ts";
import { crates, icuVersion } from "../../../../tools/inside/crates.ts";
import { licensed } from "../../../../tools/inside/inside.ts";
import { notices } from "../../../../tools/inside/notices.ts";

const stale = "THIRD_PARTY_NOTICES is stale: npx deno task notices";

Deno.test("THIRD_PARTY_NOTICES is what `deno task notices` writes", async () => {
  if (Deno.version.deno !== packageJson.devDependencies.deno) return;
  const text = await Deno.readTextFile(`${ROOT}/THIRD_PARTY_NOTICES`);
  assert.equal(text, notices(await licensed()), stale);
});

Deno.test("every package that the program needs is bundled, and has its licence's text", async () => {
  const components = await licensed();
  const names = components.map(({ name }) => name);
  for (const name of Object.keys(packageJson.dependencies)) assert.ok(names.includes(name), name);
  for (const { name, text, sha512, licence } of components) {
    assert.match(text!, /copyright/i, name);
    assert.ok(licence, name);
    if (sha512 !== undefined) assert.match(sha512, /^[0-9a-f]{128}$/, name);
  }
});

Deno.test("notices() says a licence that several share once", () => {
  const one = (name: string): Component => ({
    name,
    version: "1",
    licence: "MIT",
    text: "Text\r\n",
    purl: "",
  });
  const text = notices([one("a"), one("b")]);
  assert.equal(text.match(/^Text$/gm)?.length, 1);
  assert.match(text, /^a 1 \(MIT\), .*\nb 1 \(MIT\)/m);
});

Deno.test("crates() finds each crate once, by the paths that a program has in it", () => {
  const at = "/home/me/.cargo/registry/src/index.crates.io-1949cf8c6b5b557f";
  const program =
    `x${at}/h2-0.4.7/src/a.rs y${at}/h2-0.4.7/src/b.rs${at}/ash-0.38.0+1.3.281/src/c.rs icudt77l`;
  assert.deepEqual(crates(program).map(({ purl }) => purl), [
    "pkg:cargo/h2@0.4.7",
    "pkg:cargo/ash@0.38.0%2B1.3.281",
  ]);
  assert.equal(icuVersion(program), "77");
});
