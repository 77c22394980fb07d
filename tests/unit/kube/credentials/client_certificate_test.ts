import assert from "node:assert/strict";
import { createPrivateKey, generateKeyPairSync } from "node:crypto";
import { checkedClientCertificate } from "../../../../src/kube/credentials/client_certificate.ts";
import { type Element, readElements } from "../../../../src/kube/credentials/der.ts";
import { pemBlocks, toPem } from "../../../../src/kube/credentials/pem.ts";
import { issue, newAuthority } from "../../../../testcluster/certificates.ts";
import {
  boolean,
  der,
  objectIdentifier,
  octetString,
  sequence,
} from "../../../../testcluster/der.ts";

const authority = newAuthority("authority");
const ec = pair("ec");
const rsa = pair("rsa");

function pair(keyType: "ec" | "rsa") {
  const { certificate, key } = issue(authority, { usage: "client", commonName: "me", keyType });
  return { cert: certificate, key };
}

/** The fields of the certificate's body, changed by `change`; the signature no longer fits. */
function altered(cert: string, change: (fields: Element[]) => Uint8Array[]): string {
  const [block] = pemBlocks(cert, /./);
  const [body, ...rest] = readElements(readElements(block!.bytes)[0]!.content);
  const changed = sequence(...change(readElements(body!.content)));
  return toPem({ ...block!, bytes: sequence(changed, ...rest.map(({ bytes }) => bytes)) });
}

function withExtension(cert: string, ...extension: Uint8Array[]): string {
  return altered(cert, (fields) => {
    const list = readElements(readElements(fields.at(-1)!.content)[0]!.content);
    const all = [...list.map(({ bytes }) => bytes), sequence(...extension)];
    return [...fields.slice(0, -1).map(({ bytes }) => bytes), der(0xa3, sequence(...all))];
  });
}

/** From PKCS #8, with the curve put where SEC 1 has it. */
function asSec1(pem: string): string {
  const [_version, algorithm, inner] = readElements(readElements(bytesOf(pem))[0]!.content);
  const curve = readElements(algorithm!.content)[1]!.bytes;
  const [version, secret, publicKey] = readElements(readElements(inner!.content)[0]!.content);
  const parts = [version!.bytes, secret!.bytes, der(0xa0, curve), publicKey!.bytes];
  return toPem({ label: "EC PRIVATE KEY", bytes: sequence(...parts) });
}

function bytesOf(pem: string): Uint8Array {
  return pemBlocks(pem, /./)[0]!.bytes;
}

/** What passes the look must not end the process in the runtime. */
function isTaken(certificate: { cert: string; key: string }): void {
  Deno.createHttpClient(checkedClientCertificate(certificate)).close();
}

Deno.test("checkedClientCertificate() takes RSA and EC keys in each of their forms", () => {
  isTaken(ec);
  isTaken(rsa);
  const sec1 = asSec1(ec.key);
  const pkcs1 = createPrivateKey(rsa.key).export({ type: "pkcs1", format: "pem" }).toString();
  assert.match(pkcs1, /BEGIN RSA PRIVATE KEY/);
  isTaken({ cert: ec.cert, key: sec1 });
  isTaken({ cert: rsa.cert, key: pkcs1 });
});

Deno.test("checkedClientCertificate() takes both from one file, chains, and text around them", () => {
  const all = `Bag Attributes\n${ec.key}\n  subject=me\n${ec.cert}${authority.certificate}`;
  const checked = checkedClientCertificate({ cert: all, key: all });
  assert.equal(checked.cert, ec.cert + authority.certificate);
  assert.ok(!checked.key.includes("CERTIFICATE"));
  isTaken({
    cert: all,
    key: `-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n${ec.key}`,
  });
});

Deno.test("checkedClientCertificate() takes a critical extension that the runtime knows", () => {
  const keyUsage = objectIdentifier("2.5.29.31");
  isTaken({
    ...ec,
    cert: withExtension(ec.cert, keyUsage, boolean(true), octetString(sequence())),
  });
});

const unknown = objectIdentifier("1.2.3.4");
const encrypted =
  "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMAA=\n-----END ENCRYPTED PRIVATE KEY-----\n";
const small = generateKeyPairSync("rsa", { modulusLength: 1024 }).privateKey
  .export({ type: "pkcs8", format: "pem" }).toString();

const faults: readonly (readonly [what: string, { cert: string; key: string }, message: RegExp])[] =
  [
    [
      "no certificate",
      { ...ec, cert: "x" },
      /^tls: failed to find any PEM data in certificate input$/,
    ],
    ["no key", { ...ec, key: ec.cert }, /^tls: failed to find any PEM data in key input$/],
    ["an encrypted key", { ...ec, key: encrypted }, /^the client key is encrypted/],
    [
      "another's key",
      { ...ec, key: pair("ec").key },
      /^tls: private key does not match public key$/,
    ],
    [
      "a key of another kind",
      { ...ec, key: rsa.key },
      /^tls: private key does not match public key$/,
    ],
    ["a short RSA key", { ...ec, key: small }, /^the client key is shorter than 2048 bits$/],
    [
      "a key that is none",
      { ...ec, key: "-----BEGIN PRIVATE KEY-----\nMAA=\n-----END PRIVATE KEY-----" },
      /^the client key can't be used: RSA from 2048 bits, EC \(P-256, P-384\) and Ed25519 keys can$/,
    ],
    [
      "a certificate that is cut off",
      {
        ...ec,
        cert: toPem({
          label: "CERTIFICATE",
          bytes: bytesOf(ec.cert).subarray(0, 99),
        }),
      },
      /^x509: malformed certificate$/,
    ],
    [
      "X.509 version 1",
      { ...ec, cert: altered(ec.cert, (fields) => fields.slice(1, -1).map(({ bytes }) => bytes)) },
      /^the client certificate is not of X.509 version 3/,
    ],
    [
      "an unknown critical extension",
      { ...ec, cert: withExtension(ec.cert, unknown, boolean(true), octetString(sequence())) },
      /^the client certificate has a critical extension that is not supported here/,
    ],
    [
      "an extension twice",
      {
        ...ec,
        cert: withExtension(ec.cert, objectIdentifier("2.5.29.15"), octetString(sequence())),
      },
      /^x509: malformed certificate$/,
    ],
  ];
for (const [what, certificate, message] of faults) {
  Deno.test(`checkedClientCertificate() refuses ${what}`, () => {
    assert.throws(() => checkedClientCertificate(certificate), { message });
  });
}

Deno.test("checkedClientCertificate() leaves an expired certificate to the server, whose clock counts", () => {
  const notAfter = new Date(Date.now() - 1_000);
  const { certificate, key } = issue(authority, { usage: "client", commonName: "me", notAfter });
  isTaken({ cert: certificate, key });
});

/** Mulberry32: the same numbers in each run. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function damaged(pem: string, random: () => number): string {
  const [block] = pemBlocks(pem, /./);
  const bytes = [...block!.bytes];
  for (let count = 1 + Math.floor(random() * 2); count > 0; count--) {
    const at = Math.floor(random() * bytes.length);
    const kind = random();
    if (kind < 0.6) bytes[at]! ^= 1 << Math.floor(random() * 8);
    else if (kind < 0.8) bytes.splice(at, 1);
    else bytes.splice(at, 0, Math.floor(random() * 256));
  }
  return toPem({ ...block!, bytes: Uint8Array.from(bytes) });
}

Deno.test("checkedClientCertificate() lets nothing through that would end the process", () => {
  const random = numbers(1);
  const outcomes = { taken: 0, refused: 0 };
  for (let i = 0; i < 600; i++) {
    const valid = i % 4 < 2 ? ec : rsa;
    const half = i % 2 === 0 ? "cert" : "key";
    const certificate = { ...valid, [half]: damaged(valid[half], random) };
    try {
      isTaken(certificate);
      outcomes.taken++;
    } catch {
      outcomes.refused++;
    }
  }
  assert.ok(outcomes.taken > 50 && outcomes.refused > 200, JSON.stringify(outcomes));
});
