import assert from "node:assert/strict";
import { finish } from "../../../tools/build/command.ts";
import { archiveName, TARGETS } from "../../../tools/build/targets.ts";
import { inTemporaryFolder } from "../../../tools/build/temporary_folder.ts";
import { homebrewFormula } from "../../../tools/release/homebrew.ts";
import { scoopManifest } from "../../../tools/release/scoop.ts";

const sums = new Map(TARGETS.map((target, at) => [archiveName(target), `${at}`.repeat(64)]));

Deno.test("the formula has the address and the sum of each archive for macOS and Linux", () => {
  const formula = homebrewFormula("v1.2.3", sums);
  const pairs = [...formula.matchAll(/url "\S+\/download\/v1\.2\.3\/(\S+)"\n +sha256 "(\d+)"/g)]
    .map(([, name, sum]) => [name!, sum!]);
  const unix = [...sums].filter(([name]) => !name.includes("windows"));
  assert.deepEqual(pairs.sort(), unix.sort());
  assert.match(formula, /on_macos do\n {4}on_intel do\n.*darwin-amd64/);
  assert.match(
    formula,
    /bin\.install_symlink bin\/"kubectl-apprepo" => "kubectl_complete-apprepo"/,
  );
});

const ruby = await finish("ruby", ["--version"]).then(() => true, () => false);

Deno.test({
  name: "the formula is Ruby",
  ignore: !ruby,
  async fn() {
    await inTemporaryFolder(async (folder) => {
      const file = `${folder}/formula.rb`;
      await Deno.writeTextFile(file, homebrewFormula("v1.2.3", sums));
      const { code, stderr } = await finish("ruby", ["-wc", file]);
      assert.deepEqual([code, stderr], [0, ""]);
    });
  },
});

Deno.test("Scoop's manifest has the zip, and shims for the program and for completion", () => {
  const manifest = JSON.parse(scoopManifest("v1.2.3", sums));
  assert.equal(manifest.version, "1.2.3");
  const { url, hash } = manifest.architecture["64bit"];
  assert.match(url, /\/download\/v1\.2\.3\/kubectl-apprepo-windows-amd64\.zip$/);
  assert.equal(hash, sums.get("kubectl-apprepo-windows-amd64.zip"));
  assert.deepEqual(manifest.bin, [
    ["kubectl-apprepo.exe", "kubectl-apprepo"],
    ["kubectl-apprepo.exe", "kubectl_complete-apprepo", "__complete"],
  ]);
  assert.equal(
    manifest.autoupdate.architecture["64bit"].url.replace("$version", manifest.version),
    url,
  );
});
