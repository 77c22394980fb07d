import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { checkedClientCertificate } from "../../../../src/kube/credentials/client_certificate.ts";
import { type Element, readElements } from "../../../../src/kube/credentials/der.ts";
import { pemBlocks, toPem } from "../../../../src/kube/credentials/pem.ts";
import { damaged, numbers } from "../support/damaged.ts";
import { bytesOf, labelled, pkcs1Of, sec1Of } from "../support/key_forms.ts";
import { issue, type KeyType, newAuthority } from "../../../../testcluster/certificates.ts";
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
const ed25519 = pair("ed25519");

function pair(keyType: KeyType) {
  const { certificate, key } = issue(authority, { usage: "client", commonName: "me", keyType });
  return { cert: certificate, key };
}

/** The fields of the certificate's body, changed by `change`; the signature no longer fits. */
function altered(cert: string, change: (fields: Element[]) => Uint8Array[]): string {
  const [block] = pemBlocks(cert);
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

/** What passes the look must not end the process in the runtime. */
function isTaken(certificate: { cert: string; key: string }): void {
  Deno.createHttpClient(checkedClientCertificate(certificate)).close();
}

Deno.test("checkedClientCertificate() takes RSA and EC keys in each of their forms", () => {
  isTaken(ec);
  isTaken(rsa);
  const sec1 = sec1Of(ec.key);
  const pkcs1 = pkcs1Of(rsa.key);
  assert.match(pkcs1, /BEGIN RSA PRIVATE KEY/);
  isTaken({ cert: ec.cert, key: sec1 });
  isTaken({ cert: rsa.cert, key: pkcs1 });
});

const keyForms: readonly (readonly [form: string, pair: { cert: string; key: string }])[] = [
  ["PKCS #8, EC", ec],
  ["PKCS #8, RSA", rsa],
  ["PKCS #8, Ed25519", ed25519],
  ["PKCS #1", { ...rsa, key: pkcs1Of(rsa.key) }],
  ["SEC 1", { ...ec, key: sec1Of(ec.key) }],
];
const labels = ["PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY", "ANY PRIVATE KEY"];
for (const [form, { cert, key }] of keyForms) {
  for (const label of labels) {
    Deno.test(`checkedClientCertificate() reads ${form} under "${label}" by its content`, () => {
      isTaken({ cert, key: labelled(key, label) });
    });
  }
}

Deno.test("checkedClientCertificate() passes over headers and the line ends of Windows", () => {
  const headers = "Bag-Attributes: x\r\nfriendlyName: me\r\n\r\n";
  const withHeaders = (pem: string) =>
    pem.replaceAll("\n", "\r\n").replace(/(BEGIN .*-----\r\n)/, `$1${headers}`);
  isTaken({ cert: withHeaders(ec.cert), key: withHeaders(ec.key) });
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
const secretBytes = Uint8Array.from({ length: 48 }, (_, i) => (i * 89) % 256);
const request = toPem({ label: "CERTIFICATE REQUEST", bytes: sequence() });
const secret = sequence(
  sequence(objectIdentifier("1.2.840.113549.1.5.13")),
  octetString(secretBytes),
);
const encrypted: readonly (readonly [form: string, key: string])[] = [
  ["PKCS #8", toPem({ label: "ENCRYPTED PRIVATE KEY", bytes: secret })],
  ["PKCS #8 under another label", toPem({ label: "RSA PRIVATE KEY", bytes: secret })],
  [
    "OpenSSL had it",
    [
      "-----BEGIN RSA PRIVATE KEY-----",
      "Proc-Type: 4,ENCRYPTED",
      "DEK-Info: AES-256-CBC,0D4C3A62F1A0A5A2B0A3A2A3E4B5C6D7",
      "",
      btoa(String.fromCharCode(...secretBytes)),
      "-----END RSA PRIVATE KEY-----",
      "",
    ].join("\n"),
  ],
];
const small = generateKeyPairSync("rsa", { modulusLength: 1024 }).privateKey
  .export({ type: "pkcs8", format: "pem" }).toString();

const faults: readonly (readonly [what: string, { cert: string; key: string }, message: RegExp])[] =
  [
    [
      "no certificate",
      { ...ec, cert: "x" },
      /^tls: failed to find any PEM data in certificate input$/,
    ],
    ["no key", { ...ec, key: "x" }, /^tls: failed to find any PEM data in key input$/],
    [
      "certificate and key switched",
      { cert: ec.key, key: ec.cert },
      /^tls: failed to find certificate PEM data in certificate input, but did find a private key; PEM inputs may have been switched$/,
    ],
    [
      "a certificate as the key",
      { ...ec, key: ec.cert },
      /^tls: found a certificate rather than a key in the PEM for the private key$/,
    ],
    [
      "other blocks than a certificate",
      { ...ec, cert: `${request}${ec.key}` },
      /^tls: failed to find "CERTIFICATE" PEM block in certificate input after skipping PEM blocks of the following types: \[CERTIFICATE REQUEST PRIVATE KEY\]$/,
    ],
    [
      "other blocks than a key",
      { ...ec, key: `${request}${ec.cert}` },
      /^tls: failed to find PEM block with type ending in "PRIVATE KEY" in key input after skipping PEM blocks of the following types: \[CERTIFICATE REQUEST CERTIFICATE\]$/,
    ],
    ...encrypted.map(([form, key]) =>
      [
        `a key encrypted as ${form}`,
        { ...rsa, key },
        /^the client key is encrypted, .* openssl pkey -in OLD -out NEW$/,
      ] as const
    ),
    [
      "another's key",
      { ...ec, key: pair("ec").key },
      /^tls: private key does not match public key: .* not of one pair$/,
    ],
    [
      "a key of another kind",
      { ...ec, key: rsa.key },
      /^tls: private key does not match public key: .* not of one pair$/,
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
