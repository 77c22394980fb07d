import { PROJECT_HOME } from "../../src/about.ts";
import type { FieldChecker } from "./fields.ts";

/** The platforms that krew knows. */
const KNOWN: Readonly<Record<string, readonly string[]>> = {
  windows: ["386", "amd64", "arm64"],
  linux: ["386", "amd64", "arm", "arm64", "ppc64le"],
  darwin: ["386", "amd64", "arm64"],
};

/**
 * Checks one of the manifest's platforms.
 * @param version of the manifest, which the archive's address must have
 * @returns the platform as `OS/ARCH`
 */
export function checkPlatform(
  checker: FieldChecker,
  value: unknown,
  path: string,
  version: string,
): string {
  const platform = checker.mapping(value, path, ["selector", "uri", "sha256", "bin"]);
  const selector = checker.mapping(platform.selector, `${path}.selector`, ["matchLabels"]);
  const labelsPath = `${path}.selector.matchLabels`;
  const labels = checker.mapping(selector.matchLabels, labelsPath, ["os", "arch"]);
  const os = checker.text(labels.os, `${labelsPath}.os`);
  const arch = checker.text(labels.arch, `${labelsPath}.arch`);
  const known = KNOWN[os]?.includes(arch) ?? false;
  checker.expect(known, labelsPath, `krew knows no platform ${os}/${arch}`);
  checkArchive(checker, platform.uri, `${path}.uri`, version);
  const sum = "must be 64 lower-case hexadecimal digits";
  checker.match(platform.sha256, `${path}.sha256`, /^[a-f0-9]{64}$/, sum);
  checkBin(checker, platform.bin, `${path}.bin`, os);
  return `${os}/${arch}`;
}

function checkArchive(checker: FieldChecker, value: unknown, path: string, version: string): void {
  const uri = checker.match(value, path, /\.(tar\.gz|zip)$/, "must be a .tar.gz or a .zip");
  const release = `${PROJECT_HOME}/releases/download/${version}/`;
  checker.expect(uri.startsWith(release), path, `must be below ${release}`);
}

function checkBin(checker: FieldChecker, value: unknown, path: string, os: string): void {
  const bin = checker.text(value, path);
  const inside = !bin.startsWith("/") && !bin.split(/[\\/]/).includes("..");
  checker.expect(inside, path, "must stay below the folder that the archive is unpacked into");
  const exe = bin.endsWith(".exe") === (os === "windows");
  checker.expect(exe, path, "must end with .exe on Windows, and nowhere else");
}
