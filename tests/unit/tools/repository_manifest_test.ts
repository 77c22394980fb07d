import assert from "node:assert/strict";
import packageJson from "../../../package.json" with { type: "json" };
import { ROOT } from "../../../tools/build/binary.ts";
import { finish } from "../../../tools/build/command.ts";
import { sourcesSum } from "../../../tools/build/sources.ts";
import { checkManifest } from "../../../tools/release/check_manifest.ts";
import { homebrewFormula } from "../../../tools/release/homebrew.ts";
import { pluginManifest } from "../../../tools/release/plugin_manifest.ts";
import { readRepositoryManifest, withSources } from "../../../tools/release/repository_manifest.ts";
import { scoopManifest } from "../../../tools/release/scoop.ts";

const TEXT = await Deno.readTextFile(`${ROOT}/plugin.yaml`);
const TEMPLATE = await Deno.readTextFile(`${ROOT}/.krew.yaml`);

Deno.test("plugin.yaml is a manifest that krew takes", () => {
  assert.deepEqual(checkManifest(TEXT), []);
});

Deno.test("plugin.yaml is what .krew.yaml renders to, with package.json's version or an older one", () => {
  const { version, sums, ...noted } = readRepositoryManifest(TEXT);
  const current = `v${packageJson.version}`;
  assert.ok(isNotNewer(version, current), `${version} is newer than ${current}`);
  // Until the next release the template may be ahead of what was released.
  if (version !== current) return;
  assert.equal(TEXT, withSources(pluginManifest(TEMPLATE, version, sums), noted));
});

Deno.test("what Homebrew and Scoop install by, where it is there, was published", async () => {
  const { version, sums, imageDigest } = readRepositoryManifest(TEXT);
  const read = (path: string) => Deno.readTextFile(`${ROOT}/${path}`).catch(() => undefined);
  const formula = await read("Formula/kubectl-apprepo.rb");
  const manifest = await read("bucket/kubectl-apprepo.json");
  assert.equal(formula === undefined, manifest === undefined);
  // They are of the newest release, and plugin.yaml of these sources until these are released.
  if (formula === undefined || imageDigest === undefined) return;
  assert.equal(formula, homebrewFormula(version, sums));
  assert.equal(manifest, scoopManifest(version, sums));
});

Deno.test("plugin.yaml is of these sources, where they have its version's tag", async () => {
  const { version, sources } = readRepositoryManifest(TEXT);
  const { code, stdout } = await finish("git", ["tag", "--points-at", "HEAD"], { cwd: ROOT });
  const { stdout: changed } = await finish("git", ["status", "--porcelain"], { cwd: ROOT });
  if (code !== 0 || changed !== "" || !stdout.split("\n").includes(version)) return;
  assert.equal(sources, await sourcesSum(ROOT));
});

Deno.test("readRepositoryManifest() reads what withSources() and the template wrote", () => {
  const sums = new Map([
    ["kubectl-apprepo-linux-amd64.tar.gz", "0a".repeat(32)],
    ["kubectl-apprepo-windows-amd64.zip", "fe".repeat(32)],
  ]);
  const sources = "ab".repeat(32);
  for (const imageDigest of [undefined, `sha256:${"cd".repeat(32)}`]) {
    const manifest = pluginManifest(TEMPLATE, "v1.2.3", sums);
    const text = withSources(manifest, { sources, imageDigest });
    const read = readRepositoryManifest(text);
    assert.deepEqual(read, { version: "v1.2.3", sources, imageDigest, sums });
    assert.deepEqual(checkManifest(text), []);
  }
});

Deno.test("readRepositoryManifest() refuses a manifest without a note of its sources", () => {
  const message = "plugin.yaml does not say its sources' sum";
  for (const note of ["", "# Sources: sha256:\n", "# Sources: sha256:00ff\n", "#Sources: x\n"]) {
    const text = note + pluginManifest(TEMPLATE, "v1.2.3", new Map());
    assert.throws(() => readRepositoryManifest(text), { name: "BuildError", message });
  }
});

/** By the three numbers; a pre-release of the same numbers is older. */
function isNotNewer(version: string, than: string): boolean {
  const [own, other] = [version, than].map((text) =>
    text.slice(1).split("-")[0]!.split(".").map(Number)
  );
  const differs = own!.findIndex((number, at) => number !== other![at]);
  if (differs === -1) return version === than || version.includes("-");
  return own![differs]! < other![differs]!;
}
