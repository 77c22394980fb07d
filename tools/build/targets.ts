import { BINARY_NAME } from "../../src/about.ts";
import { BuildError } from "./build_error.ts";

/** A platform that the plugin is released for, in krew's words and in Deno's. */
export interface Target {
  /** What `--target` takes and archives are named after: `linux-amd64`. */
  readonly name: string;
  readonly os: "linux" | "darwin" | "windows";
  readonly arch: "amd64" | "arm64";
  /** What `deno compile --target` takes. */
  readonly triple: string;
}

export const TARGETS: readonly Target[] = [
  { name: "linux-amd64", os: "linux", arch: "amd64", triple: "x86_64-unknown-linux-gnu" },
  { name: "linux-arm64", os: "linux", arch: "arm64", triple: "aarch64-unknown-linux-gnu" },
  { name: "darwin-amd64", os: "darwin", arch: "amd64", triple: "x86_64-apple-darwin" },
  { name: "darwin-arm64", os: "darwin", arch: "arm64", triple: "aarch64-apple-darwin" },
  { name: "windows-amd64", os: "windows", arch: "amd64", triple: "x86_64-pc-windows-msvc" },
];

/** The target of that name. @throws {BuildError} if there is none */
export function findTarget(name: string): Target {
  const found = TARGETS.find((target) => target.name === name);
  if (found) return found;
  const names = TARGETS.map((target) => target.name).join(", ");
  throw new BuildError(`there is no target "${name}", only ${names}`);
}

/** The target that this Deno runs on. @throws {BuildError} if the plugin is not made for it */
export function hostTarget(): Target {
  const found = TARGETS.find((target) => target.triple === Deno.build.target);
  if (found) return found;
  throw new BuildError(`the plugin cannot be compiled for this platform, ${Deno.build.target}`);
}

/** The binary's file name on the target. */
export function binaryName(target: Target): string {
  return target.os === "windows" ? `${BINARY_NAME}.exe` : BINARY_NAME;
}

/**
 * The archive's file name: without a version, since krew-release-bot's URLs can't cut its `v` off. A
 * zip for Windows, which opens it by itself, and winget takes nothing else.
 */
export function archiveName(target: Target): string {
  return `${BINARY_NAME}-${target.name}${target.os === "windows" ? ".zip" : ".tar.gz"}`;
}
