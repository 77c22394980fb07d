import assert from "node:assert/strict";
import { join } from "node:path";
import { BINARY_NAME, buildInfo } from "../../src/about.ts";
import { archive } from "../../tools/build/archive.ts";
import { finish } from "../../tools/build/command.ts";
import { findTarget, hostTarget } from "../../tools/build/targets.ts";
import { inTemporaryFolder } from "../../tools/build/temporary_folder.ts";

Deno.test("a program that was built for an image names it, by its digest", async () => {
  const digest = `sha256:${"0a".repeat(32)}`;
  const target = findTarget(hostTarget().name);
  await inTemporaryFolder(async (folder) => {
    const unpacked = await finish("tar", ["-xzf", await archive(target, digest), "-C", folder]);
    assert.equal(unpacked.code, 0);
    const program = join(folder, BINARY_NAME);
    const image = `ghcr.io/kubectl-apprepo/kubectl-apprepo:${buildInfo().version}@${digest}`;
    const { stdout: version } = await finish(program, ["version", "-o", "json"]);
    assert.equal(JSON.parse(version).image, image);
    const args = ["serve", "--manifests", "--host=a.example.com"];
    const { stdout: manifests } = await finish(program, args);
    assert.ok(manifests.includes(`image: ${image}\n`), manifests);
  });
});
