import { load } from "js-yaml";
import assert from "node:assert/strict";
import { basename, delimiter, join } from "node:path";
import { BINARY_NAME, buildInfo, PLUGIN_NAME } from "../../src/about.ts";
import { archive } from "../../tools/build/archive.ts";
import { ROOT } from "../../tools/build/binary.ts";
import { finish } from "../../tools/build/command.ts";
import { sha256 } from "../../tools/build/sha256.ts";
import { shortSum, sourcesSum } from "../../tools/build/sources.ts";
import { manPages } from "../../tools/build/man/man_pages.ts";
import { hostTarget } from "../../tools/build/targets.ts";
import { inTemporaryFolder } from "../../tools/build/temporary_folder.ts";
import { checkManifest } from "../../tools/release/check_manifest.ts";
import { pluginManifest } from "../../tools/release/plugin_manifest.ts";

interface Manifest {
  readonly metadata: { readonly name: string };
  readonly spec: { readonly version: string; readonly platforms: readonly Platform[] };
}

interface Platform {
  readonly selector: { readonly matchLabels: { readonly os: string; readonly arch: string } };
  readonly uri: string;
  readonly sha256: string;
  readonly bin: string;
}

Deno.test("the krew manifest of what was built is one that krew takes", async () => {
  assert.deepEqual(checkManifest(await renderedManifest()), []);
});

Deno.test("the archive holds the binary, the licences and the manual, and nothing but regular files", async () => {
  const { stdout } = await succeed("tar", ["-tvzf", await archive()]);
  const entries = stdout.trim().split("\n").map((line) => line.split(/\s+/));
  assert.deepEqual(entries.map((words) => [words[0], words.at(-1)]), [
    ["-rwxr-xr-x", BINARY_NAME],
    ["-rw-r--r--", "LICENSE"],
    ["-rw-r--r--", "THIRD_PARTY_NOTICES"],
    ...[...(await manPages()).keys()].map((name) => ["-rw-r--r--", `man/${name}`]),
  ]);
});

Deno.test("the archive runs through kubectl when it is installed as krew does", async () => {
  const manifest = load(await renderedManifest()) as Manifest;
  const { os, arch } = hostTarget();
  const platform = manifest.spec.platforms.find(({ selector: { matchLabels } }) =>
    matchLabels.os === os && matchLabels.arch === arch
  )!;
  await inTemporaryFolder(async (root) => {
    const installed = await install(root, manifest, platform);
    assert.ok((await Deno.stat(join(installed, "LICENSE"))).size > 10_000);
    const path = [join(root, "bin"), Deno.env.get("PATH")].join(delimiter);
    const args = [PLUGIN_NAME, "version", "-o", "json"];
    const { stdout } = await succeed("kubectl", args, { PATH: path });
    const sources = shortSum(await sourcesSum(ROOT));
    assert.deepEqual(JSON.parse(stdout), { ...buildInfo(), sources });
  });
});

/** Checks the sum, unpacks into the store and links the one name into bin. @returns the folder */
async function install(root: string, manifest: Manifest, platform: Platform): Promise<string> {
  const file = await archive();
  assert.equal(basename(platform.uri), basename(file));
  assert.equal(platform.sha256, await sha256(await Deno.readFile(file)));
  const folder = join(root, "store", manifest.metadata.name, manifest.spec.version);
  await Deno.mkdir(folder, { recursive: true });
  await Deno.mkdir(join(root, "bin"));
  await succeed("tar", ["-xzf", file, "-C", folder]);
  const link = `kubectl-${manifest.metadata.name.replaceAll("-", "_")}`;
  await Deno.symlink(join(folder, platform.bin), join(root, "bin", link));
  return folder;
}

/** What the release task would render for this platform alone. */
async function renderedManifest(): Promise<string> {
  const file = await archive();
  const sums = new Map([[basename(file), await sha256(await Deno.readFile(file))]]);
  const template = await Deno.readTextFile(join(ROOT, ".krew.yaml"));
  return pluginManifest(template, buildInfo().version, sums);
}

async function succeed(program: string, args: string[], env?: Record<string, string>) {
  const finished = await finish(program, args, { env });
  assert.equal(finished.code, 0, `${program} ${args.join(" ")}: ${finished.stderr}`);
  return finished;
}
