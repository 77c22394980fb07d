// The bills of materials of the release: valid by their published schemas, and complete.

import assert from "node:assert/strict";
import { join } from "node:path";
import packageJson from "../../package.json" with { type: "json" };
import { cacheFolder } from "../../tools/build/cache_folder.ts";
import { finish } from "../../tools/build/command.ts";
import { fileExists } from "../../tools/build/file_exists.ts";
import { fingerprint } from "../../tools/build/fingerprint.ts";
import { inTemporaryFolder } from "../../tools/build/temporary_folder.ts";
import { sboms } from "../../tools/inside/sboms.ts";
import { binary } from "./support/apprepo.ts";

const support = new URL("support/sbom/", import.meta.url).pathname;
const release = {
  version: `v${packageJson.version}`,
  sources: "0a".repeat(32),
  created: "2026-11-27T03:00:00Z",
};

async function documents() {
  return await sboms([binary], release);
}

/** The packages of requirements.txt, in a folder of their own in the cache. @returns the folder */
async function validator(): Promise<string> {
  const sum = await fingerprint(support, ["requirements.txt"], []);
  const folder = join(cacheFolder(), "python", sum.slice(0, 12));
  const done = join(folder, "installed");
  if (await fileExists(done)) return folder;
  const requirements = ["--requirement", join(support, "requirements.txt")];
  const args = ["-m", "pip", "install", "--quiet", "--no-deps", "--target", folder];
  const { code, stderr } = await finish("python3", [...args, ...requirements]);
  assert.equal(code, 0, stderr);
  await Deno.writeTextFile(done, "");
  return folder;
}

Deno.test("both bills of materials are valid by the schemas of their makers", async () => {
  const packages = await validator();
  await inTemporaryFolder(async (folder) => {
    const paths: string[] = [];
    for (const [name, text] of await documents()) {
      paths.push(join(folder, name));
      await Deno.writeTextFile(paths.at(-1)!, text);
    }
    const args = [join(support, "validate.py"), packages, ...paths];
    const { code, stdout, stderr } = await finish("python3", args);
    assert.deepEqual([code, stdout, stderr], [0, "", ""]);
  });
});

Deno.test("both bills of materials name the packages that are bundled, Deno, V8 and crates of the runtime", async () => {
  const [spdx, cyclonedx] = [...(await documents()).values()].map((text) => JSON.parse(text));
  const purls = spdx.packages.map((one: { externalRefs: { referenceLocator: string }[] }) =>
    one.externalRefs[0]!.referenceLocator
  );
  const nested = cyclonedx.components.flatMap((one: { purl: string; components?: unknown[] }) => [
    one,
    ...one.components ?? [],
  ]).map(({ purl }: { purl: string }) => purl);
  assert.deepEqual(purls.slice(1).sort(), nested.sort());
  for (const [name, version] of Object.entries(packageJson.dependencies)) {
    assert.ok(purls.includes(`pkg:npm/${name}@${version}`), name);
  }
  assert.ok(purls.includes(`pkg:github/denoland/deno@v${packageJson.devDependencies.deno}`));
  assert.ok(purls.includes(`pkg:github/v8/v8@${Deno.version.v8.replace(/-.*/, "")}`));
  const crates = purls.filter((purl: string) => purl.startsWith("pkg:cargo/"));
  assert.ok(crates.length > 200, `${crates.length} crates`);
  assert.ok(crates.some((purl: string) => purl.startsWith("pkg:cargo/rustls@")));
});

Deno.test("what another platform's program has is named as well, once", async () => {
  await inTemporaryFolder(async (folder) => {
    const other = join(folder, "other.exe");
    const crate = String
      .raw`C:\Users\runner\.cargo\registry\src\index.crates.io-1a\winapi-util-0.1.9\src\lib.rs`;
    await Deno.writeTextFile(other, `${crate}\0${crate}`);
    const [spdx] = [...(await sboms([binary, other], release)).values()];
    assert.equal(spdx!.match(/pkg:cargo\/winapi-util@0\.1\.9/g)?.length, 1);
    assert.match(spdx!, /pkg:cargo\/rustls@/);
  });
});

Deno.test("the same program makes the same bills of materials", async () => {
  assert.deepEqual([...await documents()], [...await documents()]);
});
