import packageJson from "../package.json" with { type: "json" };

/** The word after `kubectl`, and krew's name of the plugin. */
export const PLUGIN_NAME = "apprepo";

/** The file name by which kubectl finds the plugin. */
export const BINARY_NAME = `kubectl-${PLUGIN_NAME}`;

export const PROJECT_HOME = "https://github.com/kubectl-apprepo/kubectl-apprepo";

/** Put in by the build; not there when the program runs from source. */
declare const BUILD_SOURCES: string;

export interface BuildInfo {
  /** `v` and the semantic version of package.json, as the release's tag is written. */
  readonly version: string;
  /**
   * The first 12 digits of the SHA-256 sum over the sources that it was built from, of which
   * plugin.yaml has all 64; `unknown` when it runs from source.
   */
  readonly sources: string;
  readonly denoVersion: string;
  /** Go's words for it, `linux/amd64`. */
  readonly platform: string;
}

/** What this program was built from and runs on. */
export function buildInfo(): BuildInfo {
  return {
    version: `v${packageJson.version}`,
    sources: typeof BUILD_SOURCES === "undefined" ? "unknown" : BUILD_SOURCES,
    denoVersion: Deno.version.deno,
    platform: `${Deno.build.os}/${Deno.build.arch === "x86_64" ? "amd64" : "arm64"}`,
  };
}
