import { basename } from "node:path";
import packageJson from "../../package.json" with { type: "json" };
import { buildInfo } from "../../src/about.ts";
import { archive } from "../build/archive.ts";
import { build, ROOT } from "../build/binary.ts";
import { BuildError } from "../build/build_error.ts";
import { flags, runTool } from "../build/command_line.ts";
import { eachTarget } from "../build/each_target.ts";
import { printSize } from "../build/print_size.ts";
import { replaceFile } from "../build/replace_file.ts";
import { sha256 } from "../build/sha256.ts";
import { sourcesSum } from "../build/sources.ts";
import { TARGETS } from "../build/targets.ts";
import { sboms } from "../inside/sboms.ts";
import { isCommitted, MANIFEST, notedImage } from "./committed_manifest.ts";
import { channelManifests, krewManifest, type Release } from "./channels.ts";
import { commitManifest, commitTime, refuseReleased } from "./git.ts";
import { fillReleaseFolder } from "./release_folder.ts";

const USAGE = `Usage: deno task release [--tag TAG] [--no-commit | --check | --image DIGEST]

Makes in dist/ an archive for each platform, and plugin.yaml, the manifest by which krew installs
them, which it checks and commits. It pushes nothing.

  --tag TAG       fail unless package.json has the version of this tag
  --no-commit     leave it to you to commit plugin.yaml
  --check         do not write it, but fail unless it is that of these archives
  --image DIGEST  make what is published, with programs that name this image of the receiver: all of
                  it in dist/release, and checksums.txt over it`;

await runTool(main);

/** Makes the release's files. @returns whether there is an archive for every platform */
async function main(): Promise<boolean> {
  const values = flags({
    options: {
      tag: { type: "string" },
      "no-commit": { type: "boolean" },
      check: { type: "boolean" },
      image: { type: "string" },
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
  const imageDigest = imageOf(values.image) ?? await notedImage(version, sources);
  if (!values.check) await refuseReleased(ROOT, version, sources);
  const archives: string[] = [];
  const sums = new Map<string, string>();
  const complete = await eachTarget(TARGETS, async (target) => {
    const path = await archive(target, imageDigest);
    archives.push(path);
    sums.set(basename(path), await sha256(await Deno.readFile(path)));
    await printSize(path);
  });
  if (sums.size === 0) return false;
  const release = { version, sources, imageDigest, sums };
  if (values.image !== undefined) {
    const texts = [...await channelManifests(release), ...await billsOfMaterials(release)];
    await fillReleaseFolder(archives, new Map(texts), values.image);
    return complete;
  }
  const manifest = await krewManifest(release);
  if (values.check) return await isCommitted(manifest);
  await replaceFile(MANIFEST, (temporary) => Deno.writeTextFile(temporary, manifest));
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

function imageOf(digest: string | undefined): string | undefined {
  if (digest === undefined || /^sha256:[0-9a-f]{64}$/.test(digest)) return digest;
  throw new BuildError(`--image wants sha256: and 64 digits, not "${digest}"`);
}

async function billsOfMaterials({ version, sources, imageDigest }: Release) {
  const programs: string[] = [];
  for (const target of TARGETS) programs.push(await build(target, imageDigest));
  return await sboms(programs, { version, sources, created: await commitTime(ROOT) });
}

async function commit(version: string): Promise<void> {
  const committed = await commitManifest(ROOT, version);
  console.log(committed ? `committed: Release ${version}` : "plugin.yaml was committed before");
}
