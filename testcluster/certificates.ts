// Certificate authorities, and certificates for servers and users. node:crypto can read X.509 but
// not write it, and an openssl program is not on every machine.

import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  sign,
  X509Certificate,
} from "node:crypto";
import {
  authorityConstraint,
  authorityKeyIdentifier,
  extendedKeyUsage,
  keyUsage,
  subjectAltName,
  subjectKeyIdentifier,
} from "./certificate_extensions.ts";
import {
  bitString,
  der,
  integer,
  objectIdentifier,
  sequence,
  set,
  time,
  utf8String,
} from "./der.ts";

export type KeyType = "ec" | "rsa" | "ed25519";

/** A certificate and its private key (PKCS #8), both PEM. */
export interface Pair {
  certificate: string;
  key: string;
}

export interface CertificateRequest {
  usage: "server" | "client";
  /** The user's name, when Kubernetes reads it. */
  commonName: string;
  /** The user's groups, when Kubernetes reads it. */
  organizations?: string[];
  /** DNS names and IP addresses of a server. */
  hosts?: string[];
  /** Default: "ec" (P-256). */
  keyType?: KeyType;
  /** Default: an hour ago. */
  notBefore?: Date;
  /** Default: in a year. */
  notAfter?: Date;
}

const HOUR = 3_600_000;

/** A new self-signed authority. */
export function newAuthority(commonName: string, keyType: KeyType = "ec"): Pair {
  const keys = newKeys(keyType);
  const name = distinguishedName(commonName);
  return certificate({ keys, name, signer: keys.privateKey, issuer: name }, [
    authorityConstraint(),
    keyUsage("authority"),
    subjectKeyIdentifier(keys.publicKey),
  ]);
}

/** A certificate signed by `authority`, which newAuthority() made. */
export function issue(authority: Pair, request: CertificateRequest): Pair {
  const signer = createPrivateKey(authority.key);
  const { subject } = new X509Certificate(authority.certificate);
  const parties = {
    keys: newKeys(request.keyType ?? "ec"),
    name: distinguishedName(request.commonName, request.organizations),
    signer,
    issuer: distinguishedName(subject.replace(/^CN=/, "")),
  };
  const { hosts = [] } = request;
  return certificate(parties, [
    keyUsage(request.usage),
    extendedKeyUsage(request.usage),
    authorityKeyIdentifier(createPublicKey(signer)),
    ...(hosts.length > 0 ? [subjectAltName(hosts)] : []),
  ], request);
}

/** A new private key (PKCS #8) and its public half (SPKI), both PEM. */
export function newKeyPair(keyType: KeyType): { publicKey: string; privateKey: string } {
  const { publicKey, privateKey } = newKeys(keyType);
  return {
    publicKey: publicKey.export({ type: "spki", format: "pem" }).toString(),
    privateKey: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
  };
}

interface Keys {
  publicKey: KeyObject;
  privateKey: KeyObject;
}

interface Parties {
  keys: Keys;
  name: Uint8Array;
  signer: KeyObject;
  issuer: Uint8Array;
}

function certificate(
  { keys, name, signer, issuer }: Parties,
  extensions: Uint8Array[],
  validity: { notBefore?: Date; notAfter?: Date } = {},
): Pair {
  const notBefore = validity.notBefore ?? new Date(Date.now() - HOUR);
  const notAfter = validity.notAfter ?? new Date(Date.now() + 365 * 24 * HOUR);
  const algorithm = signatureAlgorithm(signer);
  const toBeSigned = sequence(
    der(0xa0, integer(Uint8Array.of(2))), // version 3
    integer(Uint8Array.of(1, ...randomBytes(15))),
    algorithm,
    issuer,
    sequence(time(notBefore), time(notAfter)),
    name,
    keys.publicKey.export({ type: "spki", format: "der" }),
    der(0xa3, sequence(...extensions)),
  );
  const signature = bitString(sign("sha256", toBeSigned, signer));
  return {
    certificate: pem(sequence(toBeSigned, algorithm, signature)),
    key: keys.privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
  };
}

function newKeys(type: KeyType): Keys {
  if (type === "ed25519") return generateKeyPairSync("ed25519");
  return type === "ec"
    ? generateKeyPairSync("ec", { namedCurve: "P-256" })
    : generateKeyPairSync("rsa", { modulusLength: 2048 });
}

function signatureAlgorithm(signer: KeyObject): Uint8Array {
  return signer.asymmetricKeyType === "rsa"
    ? sequence(objectIdentifier("1.2.840.113549.1.1.11"), der(0x05)) // sha256WithRSAEncryption
    : sequence(objectIdentifier("1.2.840.10045.4.3.2")); // ecdsa-with-SHA256
}

function distinguishedName(commonName: string, organizations: string[] = []): Uint8Array {
  return sequence(
    ...organizations.map((organization) => attribute("2.5.4.10", organization)),
    attribute("2.5.4.3", commonName),
  );
}

function attribute(oid: string, value: string): Uint8Array {
  return set(sequence(objectIdentifier(oid), utf8String(value)));
}

function pem(bytes: Uint8Array): string {
  const lines = bytes.toBase64().match(/.{1,64}/g) ?? [];
  return ["-----BEGIN CERTIFICATE-----", ...lines, "-----END CERTIFICATE-----", ""].join("\n");
}
