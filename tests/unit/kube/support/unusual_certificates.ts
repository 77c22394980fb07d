// Certificates as people make them by hand, with openssl's defaults, and as no authority should.

import {
  createPrivateKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  sign,
  X509Certificate,
} from "node:crypto";
import {
  authorityConstraint,
  extendedKeyUsage,
  extension,
  keyUsage,
  noAuthority,
  subjectAltName,
} from "../../../../testcluster/certificate_extensions.ts";
import type { Pair } from "../../../../testcluster/certificates.ts";
import {
  bitString,
  der,
  integer,
  objectIdentifier,
  sequence,
  set,
  time,
  utf8String,
} from "../../../../testcluster/der.ts";

type Hash = "sha1" | "sha256" | "sha512";

export interface Unusual {
  readonly name: string;
  readonly organization?: string;
  /** Itself unless told otherwise. */
  readonly issuer?: Pair;
  /** EC, P-256 unless told otherwise. */
  readonly keys?: { readonly publicKey: KeyObject; readonly privateKey: KeyObject };
  /** SubjectPublicKeyInfo and PKCS #8 of a key that node:crypto can't make. */
  readonly foreign?: { readonly publicKey: Uint8Array; readonly key: string };
  readonly hash?: Hash;
  readonly version?: 1 | 3;
  readonly extensions?: readonly Uint8Array[];
  readonly notBefore?: Date;
  readonly notAfter?: Date;
}

const hour = 3_600_000;

export function unusual(request: Unusual): Pair {
  const { name, issuer, organization, hash = "sha256", version = 3, extensions = [] } = request;
  const keys = request.keys ?? generateKeyPairSync("ec", { namedCurve: "P-256" });
  const signer = issuer ? createPrivateKey(issuer.key) : keys.privateKey;
  const algorithm = signatureAlgorithm(signer, hash);
  const issuerName = issuer
    ? new X509Certificate(issuer.certificate).subject.replace(/^CN=/, "")
    : name;
  const body = sequence(
    ...(version === 3 ? [der(0xa0, integer(Uint8Array.of(2)))] : []),
    integer(Uint8Array.of(1, ...randomBytes(15))),
    algorithm,
    sequence(attribute("2.5.4.3", issuerName)),
    sequence(
      time(request.notBefore ?? new Date(Date.now() - hour)),
      time(request.notAfter ?? new Date(Date.now() + 24 * hour)),
    ),
    sequence(
      ...(organization === undefined ? [] : [attribute("2.5.4.10", organization)]),
      attribute("2.5.4.3", name),
    ),
    request.foreign?.publicKey ?? keys.publicKey.export({ type: "spki", format: "der" }),
    ...(extensions.length === 0 ? [] : [der(0xa3, sequence(...extensions))]),
  );
  const whole = sequence(body, algorithm, bitString(sign(hash, body, signer)));
  return {
    certificate: `-----BEGIN CERTIFICATE-----\n${wrapped(whole)}\n-----END CERTIFICATE-----\n`,
    key: request.foreign?.key ??
      keys.privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
  };
}

/** What a server's certificate has, by which the tests reach it. */
export const ofServer: readonly Uint8Array[] = [
  extendedKeyUsage("server"),
  subjectAltName(["127.0.0.1", "localhost"]),
];

/** keyUsage without keyCertSign. */
export const noSigning: Uint8Array = keyUsage("server");

/** An extension that nobody knows. */
export const unknownCritical: Uint8Array = extension("1.2.3.4", sequence(), true);

/** A client certificate as `openssl x509 -req` makes it without extensions: of version 1. */
export function version1(authority: Pair, name: string, organization: string): Pair {
  return unusual({ name, organization, issuer: authority, version: 1 });
}

/**
 * A server's certificate as `openssl req -x509` makes it, its own authority.
 * @param isAuthority as it is without `basicConstraints=CA:FALSE`
 */
export function selfSigned(isAuthority: boolean): Pair {
  const constraint = isAuthority ? authorityConstraint() : noAuthority();
  return unusual({ name: "self-signed", extensions: [constraint, ...ofServer] });
}

function signatureAlgorithm(signer: KeyObject, hash: Hash): Uint8Array {
  if (signer.asymmetricKeyType === "rsa") {
    const last = { sha1: 5, sha256: 11, sha512: 13 }[hash];
    return sequence(objectIdentifier(`1.2.840.113549.1.1.${last}`), der(0x05));
  }
  const last = { sha1: "1", sha256: "3.2", sha512: "3.4" }[hash];
  return sequence(objectIdentifier(`1.2.840.10045.4.${last}`));
}

function wrapped(bytes: Uint8Array): string {
  return bytes.toBase64().match(/.{1,64}/g)!.join("\n");
}

function attribute(id: string, value: string): Uint8Array {
  return set(sequence(objectIdentifier(id), utf8String(value)));
}
