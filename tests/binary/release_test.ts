import assert from "node:assert/strict";
import { basename, dirname, join } from "node:path";
import packageJson from "../../package.json" with { type: "json" };
import { archive } from "../../tools/build/archive.ts";
import { ROOT } from "../../tools/build/binary.ts";
import { cacheFolder } from "../../tools/build/cache_folder.ts";
import { finish } from "../../tools/build/command.ts";
import { sha256 } from "../../tools/build/sha256.ts";
import { SOURCES, sourcesSum } from "../../tools/build/sources.ts";
import { archiveName, hostTarget, TARGETS } from "../../tools/build/targets.ts";
import { inTemporaryFolder } from "../../tools/build/temporary_folder.ts";
import { readRepositoryManifest } from "../../tools/release/repository_manifest.ts";
import { canBeBuilt } from "./support/can_be_built.ts";

const manifest = readRepositoryManifest(await Deno.readTextFile(join(ROOT, "plugin.yaml")));
const isRelease = manifest.sources === await sourcesSum(ROOT);

Deno.test("the same sources make the same archive in another folder, with other settings", async () => {
  const expected = await sha256(await Deno.readFile(await archive()));
  await inTemporaryFolder(async (folder) => {
    await copySources(folder);
    const env = {
      XDG_CACHE_HOME: dirname(cacheFolder()),
      TZ: "Pacific/Chatham",
      LC_ALL: "C",
      NO_COLOR: "1",
      HOME: folder,
      USER: "somebody",
    };
    const build = 'umask 077; exec "$0" run --allow-all tools/build.ts --archive';
    const args = ["-c", build, Deno.execPath()];
    const finished = await finish("sh", args, { cwd: folder, env });
    assert.equal(finished.code, 0, finished.stderr);
    const path = join(folder, "dist", archiveName(hostTarget()));
    assert.equal(await sha256(await Deno.readFile(path)), expected);
  });
});

Deno.test({
  name: "plugin.yaml has the sums of the archives that these sources make",
  ignore: !isRelease || Deno.version.deno !== packageJson.devDependencies.deno,
  async fn() {
    for (const target of TARGETS) {
      if (!await canBeBuilt(target)) continue;
      const path = await archive(
        target.name === hostTarget().name ? undefined : target,
        manifest.imageDigest,
      );
      const sum = await sha256(await Deno.readFile(path));
      assert.equal(manifest.sums.get(basename(path)), sum, target.name);
    }
  },
});

/** All that a build reads, the packages by a link. */
async function copySources(folder: string): Promise<void> {
  for (const path of [...SOURCES, "tools/build.ts", "deno.json"]) {
    await Deno.mkdir(dirname(join(folder, path)), { recursive: true });
    const args = ["-R", join(ROOT, path), join(folder, path)];
    assert.equal((await finish("cp", args)).code, 0);
  }
  await Deno.symlink(join(ROOT, "node_modules"), join(folder, "node_modules"));
}
