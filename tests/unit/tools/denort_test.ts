import assert from "node:assert/strict";
import { join } from "node:path";
import { findDenort } from "../../../tools/build/denort.ts";
import { wheelFits } from "../../../tools/build/denort_wheel.ts";
import { findTarget, hostTarget, TARGETS } from "../../../tools/build/targets.ts";
import { inTemporaryFolder } from "../../../tools/build/temporary_folder.ts";

Deno.test("findDenort() takes the file that DENORT_BIN names", async () => {
  const env = environment({ DENORT_BIN: Deno.execPath() });
  assert.equal(await findDenort(hostTarget(), env), await Deno.realPath(Deno.execPath()));
});

Deno.test("findDenort() refuses a DENORT_BIN of another platform", async () => {
  const other = TARGETS.find((target) => target !== hostTarget())!;
  const message = new RegExp(`is for ${hostTarget().name}, not ${other.name}$`);
  const env = environment({ DENORT_BIN: Deno.execPath() });
  await assert.rejects(findDenort(other, env), { name: "BuildError", message });
});

Deno.test("findDenort() refuses a DENORT_BIN that is not there", async () => {
  const message = "DENORT_BIN names no file: /nowhere/denort";
  const env = environment({ DENORT_BIN: "/nowhere/denort" });
  await assert.rejects(findDenort(hostTarget(), env), { name: "BuildError", message });
});

Deno.test("findDenort() looks into the cache of this version and target before any network", async () => {
  const target = findTarget("darwin-arm64");
  await inTemporaryFolder(async (folder) => {
    const versions = join(folder, "kubectl-apprepo", "denort", Deno.version.deno);
    await Deno.mkdir(versions, { recursive: true });
    await Deno.writeTextFile(join(versions, target.name), "");
    const env = environment({ XDG_CACHE_HOME: folder });
    assert.equal(await findDenort(target, env), join(versions, target.name));
  });
});

Deno.test("wheelFits() is true for Linux and the one version only", () => {
  assert.deepEqual(
    TARGETS.filter((target) => wheelFits(target, "2.6.8")).map(({ name }) => name),
    ["linux-amd64", "linux-arm64"],
  );
  assert.equal(wheelFits(findTarget("linux-amd64"), "2.6.9"), false);
});

function environment(variables: Record<string, string>): (name: string) => string | undefined {
  return (name) => variables[name];
}
