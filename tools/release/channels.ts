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

/**
 * The text of plugin.yaml.
 * @throws {BuildError} where krew would not take it
 */
export async function krewManifest(release: Release): Promise<string> {
  const { version, sums } = release;
  const template = await Deno.readTextFile(join(ROOT, ".krew.yaml"));
  const krew = withSources(pluginManifest(template, version, sums), release);
  const [problem] = checkManifest(krew);
  if (problem) throw new BuildError(`krew would not take the manifest: ${problem}`);
  return krew;
}

/** @returns the texts of what krew, Homebrew and Scoop install by, by their files' names */
export async function channelManifests(release: Release): Promise<Map<string, string>> {
  const { version, sums } = release;
  return new Map([
    ["plugin.yaml", await krewManifest(release)],
    [`${BINARY_NAME}.rb`, homebrewFormula(version, sums)],
    [`${BINARY_NAME}.json`, scoopManifest(version, sums)],
  ]);
}
