import { join } from "node:path";
import { BINARY_NAME } from "../../src/about.ts";
import { ROOT } from "../build/binary.ts";
import { BuildError } from "../build/build_error.ts";
import { checkManifest } from "./check_manifest.ts";
import { homebrewFormula } from "./homebrew.ts";
import { pluginManifest } from "./plugin_manifest.ts";
import { withSources } from "./repository_manifest.ts";
import { scoopManifest } from "./scoop.ts";

/** What the channels' manifests are made from. */
export interface Release {
  /** `v` and the version. */
  readonly version: string;
  /** The sum of the sources, all 64 digits. */
  readonly sources: string;
  /** Of the image that the programs name; undefined before there is one. */
  readonly imageDigest?: string;
  /** The sha256 of each archive, by its file name. */
  readonly sums: ReadonlyMap<string, string>;
}

/** Where the repository has what krew, Homebrew and Scoop install by. */
export const channelFiles = {
  krew: "plugin.yaml",
  homebrew: `Formula/${BINARY_NAME}.rb`,
  scoop: `bucket/${BINARY_NAME}.json`,
} as const;

/**
 * @returns the manifests' texts by their paths in the repository
 * @throws {BuildError} where krew would not take its own
 */
export async function channelManifests(release: Release): Promise<Map<string, string>> {
  const { version, sums } = release;
  const template = await Deno.readTextFile(join(ROOT, ".krew.yaml"));
  const krew = withSources(pluginManifest(template, version, sums), release);
  const [problem] = checkManifest(krew);
  if (problem) throw new BuildError(`krew would not take the manifest: ${problem}`);
  return new Map([
    [channelFiles.krew, krew],
    [channelFiles.homebrew, homebrewFormula(version, sums)],
    [channelFiles.scoop, scoopManifest(version, sums)],
  ]);
}
