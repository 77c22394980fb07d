import { BINARY_NAME, COMPLETER_NAME, PROJECT_HOME } from "../../src/about.ts";
import packageJson from "../../package.json" with { type: "json" };
import { archiveName, binaryName, findTarget } from "../build/targets.ts";

/**
 * The Scoop manifest of a release, with a second shim: what kubectl asks at each TAB.
 * Source: github.com/ScoopInstaller/Scoop/wiki/App-Manifests.
 * @param sums the sha256 of each archive, by its file name
 */
export function scoopManifest(version: string, sums: ReadonlyMap<string, string>): string {
  const target = findTarget("windows-amd64");
  const archive = archiveName(target);
  const address = (tag: string) => `${PROJECT_HOME}/releases/download/${tag}/${archive}`;
  const program = binaryName(target);
  const manifest = {
    version: version.slice(1),
    description: packageJson.description,
    homepage: PROJECT_HOME,
    license: packageJson.license,
    architecture: { "64bit": { url: address(version), hash: sums.get(archive) } },
    bin: [
      [program, BINARY_NAME],
      [program, COMPLETER_NAME, "__complete"],
    ],
    checkver: "github",
    autoupdate: {
      architecture: { "64bit": { url: address("v$version") } },
      hash: { url: "$baseurl/checksums.txt" },
    },
  };
  return `${JSON.stringify(manifest, null, 4)}\n`;
}
