import assert from "node:assert/strict";
import { join } from "node:path";
import { findDenort } from "../../../tools/build/denort/find.ts";
import { WHEEL_DENO_VERSION, wheelSum } from "../../../tools/build/denort/wheel.ts";
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

Deno.test({
  name: "findDenort() looks for the one of that sum in the cache before any network",
  ignore: Deno.version.deno !== WHEEL_DENO_VERSION,
  fn: cachedIsFound,
});

async function cachedIsFound(): Promise<void> {
  const target = findTarget("darwin-arm64");
  await inTemporaryFolder(async (folder) => {
    const versions = join(folder, "kubectl-apprepo", "denort", Deno.version.deno);
    await Deno.mkdir(versions, { recursive: true });
    const cached = join(versions, `${target.name}-6586b5bdc333`);
    await Deno.writeTextFile(cached, "");
    const env = environment({ XDG_CACHE_HOME: folder });
    assert.equal(await findDenort(target, env), cached);
  });
}

Deno.test("wheelSum() knows a denort for every target, of the one version only", () => {
  const sums = TARGETS.map((target) => wheelSum(target, "2.6.8"));
  assert.ok(sums.every((sum) => /^[0-9a-f]{64}$/.test(sum ?? "")));
  assert.equal(new Set(sums).size, TARGETS.length);
  assert.equal(wheelSum(findTarget("linux-amd64"), "2.6.9"), undefined);
});

function environment(variables: Record<string, string>): (name: string) => string | undefined {
  return (name) => variables[name];
}
