import { BINARY_NAME, PROJECT_HOME } from "../../src/about.ts";
import type { Component } from "./component.ts";

const LINE = "-".repeat(80);

/** The text of THIRD_PARTY_NOTICES: each licence once, with all that it is the licence of. */
export function notices(components: readonly Component[]): string {
  const owners = new Map<string, Component[]>();
  for (const component of components) {
    const text = plain(component.text ?? "");
    owners.set(text, [...owners.get(text) ?? [], component]);
  }
  const sections = [...owners].map(([text, all]) => {
    return [LINE, ...all.map(title), "", text, ""].join("\n");
  });
  return `THIRD-PARTY NOTICES OF ${BINARY_NAME}

${BINARY_NAME} is one file that has the work of others in it. Below are their names,
their licences, and the licences' texts: of every npm package that is bundled,
of Deno, which runs the program, and of V8 and ICU, which are in Deno. Deno is
built from Rust crates, whose licences (MIT, Apache-2.0, BSD and the like) are
in their sources on crates.io: each release of ${BINARY_NAME} comes with a
bill of materials (${BINARY_NAME}.spdx.json, ${BINARY_NAME}.cdx.json) that names
those that are found in the program. ${BINARY_NAME} itself is under Apache-2.0:
${PROJECT_HOME}

${sections.join("\n")}`;
}

function title({ name, version, licence, home }: Component): string {
  return `${name}${version === undefined ? "" : ` ${version}`} (${licence}), ${home}`;
}

function plain(text: string): string {
  return text.replaceAll("\r\n", "\n").replace(/[ \t]+$/gm, "").replace(/^\n+/, "").trimEnd();
}
