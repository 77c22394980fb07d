import { BINARY_NAME, PROJECT_HOME } from "../../src/about.ts";
import type { Component } from "./component.ts";
import type { Subject } from "./subject.ts";

/** The bill of materials as a CycloneDX 1.6 document. Source: cyclonedx.org/docs/1.6/json. */
export function cycloneDxDocument(subject: Subject, components: readonly Component[]) {
  return {
    $schema: "http://cyclonedx.org/schema/bom-1.6.schema.json",
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    serialNumber: `urn:uuid:${uuidFrom(subject.sources)}`,
    version: 1,
    metadata: {
      timestamp: subject.created,
      component: {
        type: "application",
        "bom-ref": subject.purl,
        name: BINARY_NAME,
        version: subject.version,
        licenses: [{ license: { id: "Apache-2.0" } }],
        purl: subject.purl,
        externalReferences: [{ type: "vcs", url: PROJECT_HOME }],
      },
    },
    components: components.filter(({ within }) => within === undefined).map((one) => ({
      ...toComponent(one),
      ...partsOf(one, components),
    })),
    dependencies: [{
      ref: subject.purl,
      dependsOn: components.filter(({ within }) => within === undefined).map(({ purl }) => purl),
    }],
  };
}

function partsOf({ name }: Component, all: readonly Component[]) {
  const parts = all.filter(({ within }) => within === name);
  return parts.length === 0 ? {} : { components: parts.map(toComponent) };
}

function toComponent({ name, version, licence, purl, home, sha512, within }: Component) {
  const isPlatform = within === undefined && sha512 === undefined;
  return {
    type: isPlatform ? "platform" : "library",
    "bom-ref": purl,
    name,
    ...(version === undefined ? {} : { version }),
    ...(licence === undefined ? {} : { licenses: [licenceOf(licence)] }),
    ...(sha512 === undefined ? {} : { hashes: [{ alg: "SHA-512", content: sha512 }] }),
    purl,
    ...(home === undefined ? {} : { externalReferences: [{ type: "website", url: home }] }),
  };
}

function licenceOf(licence: string) {
  return licence.includes(" ") ? { expression: licence } : { license: { id: licence } };
}

/** A UUID of version 8, whose bits mean what its maker wants (RFC 9562): those of the sum. */
function uuidFrom(sum: string): string {
  const digits = `${sum.slice(0, 12)}8${sum.slice(13, 16)}a${sum.slice(17, 32)}`;
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
