import { basename, join } from "node:path";
import { buildInfo } from "../../src/about.ts";
import { archive, writeChecksums } from "../build/archive.ts";
import { DIST, ROOT } from "../build/binary.ts";
import { BuildError } from "../build/build_error.ts";
import { flags, runTool } from "../build/command_line.ts";
import { eachTarget } from "../build/each_target.ts";
import { printSize } from "../build/print_size.ts";
import { replaceFile } from "../build/replace_file.ts";
import { sha256 } from "../build/sha256.ts";
import { TARGETS } from "../build/targets.ts";
import { checkManifest } from "./check_manifest.ts";
import { pluginManifest } from "./plugin_manifest.ts";

const USAGE = `Usage: deno task release [--tag TAG]

Makes in dist/ all that a release is made of: an archive for each platform, checksums.txt, and
plugin.yaml, the krew manifest, with the platforms whose archive could be made.

  --tag TAG  fail unless package.json has the version of this tag`;

await runTool(main);

/** Makes the release's files. @returns whether there is an archive for every platform */
async function main(): Promise<boolean> {
  const values = flags({
    options: { tag: { type: "string" }, help: { type: "boolean", short: "h" } },
  });
  if (values.help) {
    console.log(USAGE);
    return true;
  }
  const { version } = buildInfo();
  if (values.tag !== undefined && values.tag !== version) {
    throw new BuildError(
      `the tag is ${values.tag}, but package.json has the version of ${version}`,
    );
  }
  const archives: string[] = [];
  const complete = await eachTarget(TARGETS, async (target) => {
    archives.push(await archive(target));
    await printSize(archives.at(-1)!);
  });
  if (archives.length === 0) return false;
  await writeChecksums(archives);
  await writeManifest(version, archives);
  return complete;
}

async function writeManifest(tag: string, archives: readonly string[]): Promise<void> {
  const sums = new Map<string, string>();
  for (const path of archives) sums.set(basename(path), await sha256(await Deno.readFile(path)));
  const template = await Deno.readTextFile(join(ROOT, ".krew.yaml"));
  const manifest = pluginManifest(template, tag, sums);
  const [problem] = checkManifest(manifest);
  if (problem) throw new BuildError(`krew would not take the manifest: ${problem}`);
  const path = join(DIST, "plugin.yaml");
  await replaceFile(path, (temporary) => Deno.writeTextFile(temporary, manifest));
  console.log(`dist/plugin.yaml  ${archives.length} of ${TARGETS.length} platforms`);
}
