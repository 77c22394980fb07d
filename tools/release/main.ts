import { basename, join } from "node:path";
import packageJson from "../../package.json" with { type: "json" };
import { buildInfo } from "../../src/about.ts";
import { archive, writeChecksums } from "../build/archive.ts";
import { ROOT } from "../build/binary.ts";
import { BuildError } from "../build/build_error.ts";
import { flags, runTool } from "../build/command_line.ts";
import { eachTarget } from "../build/each_target.ts";
import { printSize } from "../build/print_size.ts";
import { replaceFile } from "../build/replace_file.ts";
import { sha256 } from "../build/sha256.ts";
import { sourcesSum } from "../build/sources.ts";
import { TARGETS } from "../build/targets.ts";
import { checkManifest } from "./check_manifest.ts";
import { commitManifest, refuseReleased } from "./git.ts";
import { pluginManifest } from "./plugin_manifest.ts";
import { withSources } from "./repository_manifest.ts";

const USAGE = `Usage: deno task release [--tag TAG] [--no-commit | --check]

Makes all that a release is made of: in dist/ an archive for each platform and checksums.txt, and
plugin.yaml, the krew manifest, which it checks and commits. It pushes nothing.

  --tag TAG    fail unless package.json has the version of this tag
  --no-commit  leave it to you to commit plugin.yaml
  --check      do not write plugin.yaml, but fail unless it is the one of these archives`;

const PLUGIN_YAML = join(ROOT, "plugin.yaml");

await runTool(main);

/** Makes the release's files. @returns whether there is an archive for every platform */
async function main(): Promise<boolean> {
  const values = flags({
    options: {
      tag: { type: "string" },
      "no-commit": { type: "boolean" },
      check: { type: "boolean" },
      help: { type: "boolean", short: "h" },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return true;
  }
  const { version } = buildInfo();
  const sources = await sourcesSum(ROOT);
  refuseOtherTools();
  refuseOtherTag(values.tag, version);
  if (!values.check) await refuseReleased(ROOT, version, sources);
  const sums = new Map<string, string>();
  const complete = await eachTarget(TARGETS, async (target) => {
    const path = await archive(target);
    sums.set(basename(path), await sha256(await Deno.readFile(path)));
    await printSize(path);
  });
  if (sums.size === 0) return false;
  await writeChecksums(sums);
  const manifest = await render(version, sources, sums);
  if (values.check) return await isCommitted(manifest);
  await replaceFile(PLUGIN_YAML, (temporary) => Deno.writeTextFile(temporary, manifest));
  console.log(`plugin.yaml  ${sums.size} of ${TARGETS.length} platforms`);
  if (complete && !values["no-commit"]) await commit(version);
  return complete;
}

/** @throws {BuildError} if this Deno or DENORT_BIN would make other bytes than everybody else gets */
function refuseOtherTools(): void {
  const pinned = packageJson.devDependencies.deno;
  if (Deno.version.deno !== pinned) {
    throw new BuildError(`a release is built with Deno ${pinned}, not ${Deno.version.deno}`);
  }
  if (Deno.env.get("DENORT_BIN")) throw new BuildError("a release is built without DENORT_BIN");
}

function refuseOtherTag(tag: string | undefined, version: string): void {
  if (tag === undefined || tag === version) return;
  throw new BuildError(`the tag is ${tag}, but package.json has the version of ${version}`);
}

async function render(
  version: string,
  sources: string,
  sums: ReadonlyMap<string, string>,
): Promise<string> {
  const template = await Deno.readTextFile(join(ROOT, ".krew.yaml"));
  const manifest = withSources(pluginManifest(template, version, sums), sources);
  const [problem] = checkManifest(manifest);
  if (problem) throw new BuildError(`krew would not take the manifest: ${problem}`);
  return manifest;
}

async function isCommitted(manifest: string): Promise<true> {
  const lines = manifest.split("\n");
  const found = (await Deno.readTextFile(PLUGIN_YAML)).split("\n");
  const at = lines.findIndex((line, index) => line !== found[index]);
  if (at === -1 && found.length === lines.length) return true;
  const [want, is] = [lines, found].map((all) => all[at]?.trim() ?? "the end");
  throw new BuildError(`plugin.yaml is not that of these archives: ${is}, not ${want}`);
}

async function commit(version: string): Promise<void> {
  const committed = await commitManifest(ROOT, version);
  console.log(committed ? `committed: Release ${version}` : "plugin.yaml was committed before");
}
