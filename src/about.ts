import packageJson from "../package.json" with { type: "json" };

/** The word after `kubectl`, and krew's name of the plugin. */
export const PLUGIN_NAME = "apprepo";

/** The file name by which kubectl finds the plugin. */
export const BINARY_NAME = `kubectl-${PLUGIN_NAME}`;

/** The file name by which kubectl finds what completes `kubectl apprepo`. */
export const COMPLETER_NAME = `kubectl_complete-${PLUGIN_NAME}`;

export const PROJECT_HOME = "https://github.com/kubectl-apprepo/kubectl-apprepo";

/** Where the receiver's images are. */
const IMAGE = "ghcr.io/kubectl-apprepo/kubectl-apprepo";

/** Put in by the build; not there when the program runs from source. */
declare const BUILD_SOURCES: string;
declare const BUILD_IMAGE_DIGEST: string;

export interface BuildInfo {
  /** `v` and the semantic version of package.json, as the release's tag is written. */
  readonly version: string;
  /**
   * The first 12 digits of the SHA-256 sum over the sources that it was built from, of which
   * plugin.yaml has all 64; `unknown` when it runs from source.
   */
  readonly sources: string;
  /**
   * The receiver of this version, `ghcr.io/…:v0.1.0@sha256:…`; without the digest where it was built
   * before its image was, as the program within the image itself is.
   */
  readonly image: string;
  readonly denoVersion: string;
  readonly v8Version: string;
  /** Go's words for it, `linux/amd64`. */
  readonly platform: string;
}

/** What this program was built from and runs on. */
export function buildInfo(): BuildInfo {
  const version = `v${packageJson.version}`;
  const digest = typeof BUILD_IMAGE_DIGEST === "undefined" ? "" : BUILD_IMAGE_DIGEST;
  return {
    version,
    sources: typeof BUILD_SOURCES === "undefined" ? "unknown" : BUILD_SOURCES,
    image: `${IMAGE}:${version}${digest && `@${digest}`}`,
    denoVersion: Deno.version.deno,
    v8Version: Deno.version.v8,
    platform: `${Deno.build.os}/${Deno.build.arch === "x86_64" ? "amd64" : "arm64"}`,
  };
}
