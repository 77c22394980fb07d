// Certificates as people make them by hand, with openssl's defaults.

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
  subjectAltName,
} from "../../../testcluster/certificate_extensions.ts";
import type { Pair } from "../../../testcluster/certificates.ts";
import {
  bitString,
  der,
  integer,
  objectIdentifier,
  sequence,
  set,
  time,
  utf8String,
} from "../../../testcluster/der.ts";

const ecdsaWithSha256 = sequence(objectIdentifier("1.2.840.10045.4.3.2"));

/** A client certificate as `openssl x509 -req` makes it without extensions: of version 1. */
export function version1(authority: Pair, commonName: string, organization: string): Pair {
  const issuer = new X509Certificate(authority.certificate).subject.replace(/^CN=/, "");
  const keys = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const subject = sequence(attribute("2.5.4.10", organization), attribute("2.5.4.3", commonName));
  const signer = createPrivateKey(authority.key);
  return certificate(keys, [], sequence(attribute("2.5.4.3", issuer)), subject, [], signer);
}

/**
 * A server's certificate as `openssl req -x509` makes it, its own authority.
 * @param isAuthority as it is without `basicConstraints=CA:FALSE`
 */
export function selfSigned(isAuthority: boolean): Pair {
  const keys = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const name = sequence(attribute("2.5.4.3", "self-signed"));
  const version3 = [der(0xa0, integer(Uint8Array.of(2)))];
  const hosts = subjectAltName(["127.0.0.1", "localhost"]);
  const extensions = isAuthority
    ? [authorityConstraint(), hosts]
    : [extendedKeyUsage("server"), hosts];
  return certificate(keys, version3, name, name, extensions, keys.privateKey);
}

function certificate(
  keys: { publicKey: KeyObject; privateKey: KeyObject },
  version: Uint8Array[],
  issuer: Uint8Array,
  subject: Uint8Array,
  extensions: Uint8Array[],
  signer: KeyObject,
): Pair {
  const hour = 3_600_000;
  const body = sequence(
    ...version,
    integer(Uint8Array.of(1, ...randomBytes(15))),
    ecdsaWithSha256,
    issuer,
    sequence(time(new Date(Date.now() - hour)), time(new Date(Date.now() + hour))),
    subject,
    keys.publicKey.export({ type: "spki", format: "der" }),
    ...(extensions.length === 0 ? [] : [der(0xa3, sequence(...extensions))]),
  );
  const whole = sequence(body, ecdsaWithSha256, bitString(sign("sha256", body, signer)));
  return {
    certificate: `-----BEGIN CERTIFICATE-----\n${wrapped(whole)}\n-----END CERTIFICATE-----\n`,
    key: keys.privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
  };
}

function wrapped(bytes: Uint8Array): string {
  return bytes.toBase64().match(/.{1,64}/g)!.join("\n");
}

function attribute(id: string, value: string): Uint8Array {
  return set(sequence(objectIdentifier(id), utf8String(value)));
}
