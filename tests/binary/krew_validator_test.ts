// krew's own validator and krew itself, on the archives that these sources make: all five platforms
// are unpacked and linked as krew does it, from a server on this machine.

import assert from "node:assert/strict";
import { basename, delimiter, dirname, join } from "node:path";
import { buildInfo } from "../../src/about.ts";
import { archive } from "../../tools/build/archive.ts";
import { ROOT } from "../../tools/build/binary.ts";
import { finish } from "../../tools/build/command.ts";
import { sha256 } from "../../tools/build/sha256.ts";
import { hostTarget, TARGETS } from "../../tools/build/targets.ts";
import { inTemporaryFolder } from "../../tools/build/temporary_folder.ts";
import { pluginManifest } from "../../tools/release/plugin_manifest.ts";
import { goTool } from "../gotools/go_tool.ts";
import { canBeBuilt } from "./support/can_be_built.ts";

Deno.test("krew's validator takes the manifest, and krew installs each platform's archive", async () => {
  const archives = new Map<string, string>();
  for (const target of TARGETS) {
    if (!await canBeBuilt(target)) continue;
    const path = await archive(target.name === hostTarget().name ? undefined : target);
    archives.set(basename(path), path);
  }
  const [validator, krew] = [await goTool("validate-krew-manifest"), await goTool("krew")];
  await inTemporaryFolder(async (folder) => {
    await using server = serve(archives);
    const manifest = join(folder, "apprepo.yaml");
    await Deno.writeTextFile(manifest, await manifestFor(archives, server.addr.port));
    // The validator runs `kubectl krew`.
    await Deno.symlink(krew, join(folder, "kubectl-krew"));
    const PATH = [folder, Deno.env.get("PATH")].join(delimiter);
    const args = ["-manifest", manifest];
    const { code, stdout, stderr } = await finish(validator, args, { env: { PATH } });
    assert.equal(code, 0, stdout + stderr);
    assert.match(stderr, new RegExp(`all ${archives.size} spec.platforms installed fine`));
  });
});

Deno.test("kubectl runs what krew installed, which then completes", async () => {
  const path = await archive();
  const krew = await goTool("krew");
  await inTemporaryFolder(async (folder) => {
    const manifest = join(folder, "apprepo.yaml");
    await Deno.writeTextFile(manifest, await manifestFor(new Map([[basename(path), path]]), 1));
    const bin = join(folder, "krew/bin");
    const env = {
      HOME: folder,
      KREW_ROOT: join(folder, "krew"),
      KREW_NO_UPGRADE_CHECK: "1",
      PATH: [bin, Deno.env.get("PATH")].join(delimiter),
    };
    const install = ["install", `--manifest=${manifest}`, `--archive=${path}`];
    const { code, stderr } = await finish(krew, install, { env });
    assert.equal(code, 0, stderr);
    assert.match(stderr, /kubectl apprepo completion install/);
    const completed = await finish("kubectl", ["apprepo", "completion", "install"], { env });
    assert.equal(completed.code, 0, completed.stderr);
    assert.equal(dirname(completed.stdout.split(" ")[0]!), bin);
    const asked = await finish("kubectl", ["__complete", "apprepo", "refr"], { env });
    assert.match(asked.stdout, /^refresh\tMake Kubeapps sync/);
  });
});

function serve(archives: ReadonlyMap<string, string>): Deno.HttpServer<Deno.NetAddr> {
  const options = { hostname: "127.0.0.1", port: 0, onListen: () => {} };
  return Deno.serve(options, async ({ url }) => {
    const path = archives.get(basename(new URL(url).pathname));
    if (path === undefined) return new Response(null, { status: 404 });
    return new Response((await Deno.open(path)).readable);
  });
}

/** The manifest with addresses on this machine. */
async function manifestFor(archives: ReadonlyMap<string, string>, port: number): Promise<string> {
  const sums = new Map<string, string>();
  for (const [name, path] of archives) sums.set(name, await sha256(await Deno.readFile(path)));
  const template = await Deno.readTextFile(join(ROOT, ".krew.yaml"));
  const manifest = pluginManifest(template, buildInfo().version, sums);
  return manifest.replaceAll(/uri: \S+\//g, `uri: http://127.0.0.1:${port}/`);
}
