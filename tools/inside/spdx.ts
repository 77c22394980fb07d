import { BINARY_NAME, PROJECT_HOME } from "../../src/about.ts";
import type { Component } from "./component.ts";
import type { Subject } from "./subject.ts";

/** What SPDX has for what nobody can tell. */
const UNKNOWN = "NOASSERTION";

const ROOT_ID = `SPDXRef-${BINARY_NAME}`;

/** The bill of materials as an SPDX 2.3 document. Source: spdx.github.io/spdx-spec/v2.3. */
export function spdxDocument(subject: Subject, components: readonly Component[]) {
  return {
    spdxVersion: "SPDX-2.3",
    dataLicense: "CC0-1.0",
    SPDXID: "SPDXRef-DOCUMENT",
    name: `${BINARY_NAME}-${subject.version}`,
    documentNamespace: `${PROJECT_HOME}/sbom/${subject.version}/${subject.sources}`,
    creationInfo: { created: subject.created, creators: [`Tool: ${BINARY_NAME}-release`] },
    documentDescribes: [ROOT_ID],
    packages: [rootPackage(subject), ...components.map(toPackage)],
    relationships: components.map((one) => ({
      spdxElementId: one.within === undefined ? ROOT_ID : idOf(whole(one.within, components)),
      relationshipType: "CONTAINS",
      relatedSpdxElement: idOf(one),
    })),
  };
}

function rootPackage({ version, purl }: Subject) {
  return {
    name: BINARY_NAME,
    SPDXID: ROOT_ID,
    versionInfo: version,
    downloadLocation: `${PROJECT_HOME}/releases/tag/${version}`,
    homepage: PROJECT_HOME,
    filesAnalyzed: false,
    primaryPackagePurpose: "APPLICATION",
    licenseConcluded: "Apache-2.0",
    licenseDeclared: "Apache-2.0",
    copyrightText: UNKNOWN,
    externalRefs: [reference(purl)],
  };
}

function toPackage(component: Component) {
  const { name, version, licence = UNKNOWN, home, purl, sha512 } = component;
  return {
    name,
    SPDXID: idOf(component),
    ...(version === undefined ? {} : { versionInfo: version }),
    downloadLocation: UNKNOWN,
    ...(home === undefined ? {} : { homepage: home }),
    filesAnalyzed: false,
    licenseConcluded: licence,
    licenseDeclared: licence,
    copyrightText: UNKNOWN,
    ...(sha512 === undefined
      ? {}
      : { checksums: [{ algorithm: "SHA512", checksumValue: sha512 }] }),
    externalRefs: [reference(purl)],
  };
}

function reference(purl: string) {
  return { referenceCategory: "PACKAGE-MANAGER", referenceType: "purl", referenceLocator: purl };
}

function whole(name: string, components: readonly Component[]): Component {
  return components.find((one) => one.name === name && one.within === undefined)!;
}

/** Letters, digits, `.` and `-` are all that an identifier may have. */
function idOf({ purl }: Component): string {
  return `SPDXRef-${purl.replace(/^pkg:/, "").replace(/[^A-Za-z0-9.-]+/g, "-")}`;
}
