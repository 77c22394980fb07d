import { BINARY_NAME } from "../../src/about.ts";
import { cycloneDxDocument } from "./cyclonedx.ts";
import { inside } from "./inside.ts";
import { spdxDocument } from "./spdx.ts";
import type { Subject } from "./subject.ts";

/**
 * The bills of materials of a release, in SPDX's form and in CycloneDX's.
 * @param programs paths of those that are released, each for its platform
 * @returns JSON by the files' names
 */
export async function sboms(
  programs: readonly string[],
  release: Omit<Subject, "purl">,
): Promise<Map<string, string>> {
  const subject = {
    ...release,
    purl: `pkg:github/${BINARY_NAME}/${BINARY_NAME}@${release.version}`,
  };
  const components = await inside(programs);
  return new Map([
    [`${BINARY_NAME}.spdx.json`, text(spdxDocument(subject, components))],
    [`${BINARY_NAME}.cdx.json`, text(cycloneDxDocument(subject, components))],
  ]);
}

function text(document: unknown): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}
