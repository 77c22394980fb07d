import assert from "node:assert/strict";
import { archiveName, binaryName, findTarget, TARGETS } from "../../../tools/build/targets.ts";

Deno.test("findTarget() finds each target by its name", () => {
  for (const target of TARGETS) assert.equal(findTarget(target.name), target);
});

Deno.test("findTarget() names the targets that there are", () => {
  assert.throws(() => findTarget("linux-386"), {
    name: "BuildError",
    message: /no target "linux-386", only linux-amd64, .*windows-amd64$/,
  });
});

Deno.test("binaryName() ends with .exe on Windows only", () => {
  assert.equal(binaryName(findTarget("windows-amd64")), "kubectl-apprepo.exe");
  assert.equal(binaryName(findTarget("darwin-arm64")), "kubectl-apprepo");
});

Deno.test("archiveName() has the platform and no version", () => {
  assert.equal(archiveName(findTarget("linux-arm64")), "kubectl-apprepo-linux-arm64.tar.gz");
  assert.equal(archiveName(findTarget("windows-amd64")), "kubectl-apprepo-windows-amd64.zip");
});
