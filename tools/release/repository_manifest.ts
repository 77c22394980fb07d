import { load } from "js-yaml";
import { BuildError } from "../build/build_error.ts";

/** plugin.yaml, at the top of the repository: the krew manifest of the newest release. */
export interface RepositoryManifest {
  /** `v` and the version. */
  readonly version: string;
  /** The sum of the sources that the archives were built from, all 64 digits. */
  readonly sources: string;
  /** Of the image that the archives' programs name, `sha256:…`; undefined before there was one. */
  readonly imageDigest?: string;
  /** The sha256 of each archive, by its file name. */
  readonly sums: ReadonlyMap<string, string>;
}

const HEAD =
  "# The krew manifest of the newest release, made by `deno task release` from .krew.yaml.\n";
const SOURCES = /^# Sources: sha256:([0-9a-f]{64})$/m;
const IMAGE = /^# Image: (sha256:[0-9a-f]{64})$/m;

/** The text of plugin.yaml: a rendered manifest with a note of the sources and of the image. */
export function withSources(
  manifest: string,
  { sources, imageDigest }: Pick<RepositoryManifest, "sources" | "imageDigest">,
): string {
  const image = imageDigest === undefined ? "" : `# Image: ${imageDigest}\n`;
  return `${HEAD}# Sources: sha256:${sources}\n${image}${manifest}`;
}

/** @param text of a plugin.yaml that krew would take @throws {BuildError} if it has no note of the sources */
export function readRepositoryManifest(text: string): RepositoryManifest {
  const sources = SOURCES.exec(text)?.[1];
  if (sources === undefined) throw new BuildError("plugin.yaml does not say its sources' sum");
  const { spec } = load(text) as {
    spec: { version: string; platforms: readonly { uri: string; sha256: string }[] };
  };
  const sums = spec.platforms.map(({ uri, sha256 }): [string, string] => [
    uri.slice(uri.lastIndexOf("/") + 1),
    sha256,
  ]);
  const imageDigest = IMAGE.exec(text)?.[1];
  return { version: spec.version, sources, imageDigest, sums: new Map(sums) };
}
