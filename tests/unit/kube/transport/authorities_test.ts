import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { toPem } from "../../../../src/kube/credentials/pem.ts";
import { checkReadable, readAuthorities } from "../../../../src/kube/transport/authorities.ts";
import { makeTrusting } from "../../../../src/kube/transport/trust.ts";
import {
  authorityConstraint,
  extendedKeyUsage,
  extension,
  keyUsage,
  noAuthority,
} from "../../../../testcluster/certificate_extensions.ts";
import { newAuthority } from "../../../../testcluster/certificates.ts";
import { sequence } from "../../../../testcluster/der.ts";
import { FakeHost } from "../../support/fake_host.ts";
import { damaged, numbers } from "../support/damaged.ts";
import { bytesOf } from "../support/key_forms.ts";
import { noSigning, unknownCritical, unusual } from "../support/unusual_certificates.ts";

const day = 86_400_000;
const own = newAuthority("own");
const extensions = [authorityConstraint()];
const rsa = (modulusLength: number) => generateKeyPairSync("rsa", { modulusLength });
const ec = (namedCurve: string) => generateKeyPairSync("ec", { namedCurve });

function reasons(pem: string, isVetted = false): readonly string[] {
  return readAuthorities([{ pem, origin: "ca.pem", isVetted }], Date.now()).passedOver;
}

const trusted: readonly (readonly [what: string, pem: string])[] = [
  ["EC P-256", own.certificate],
  ["EC P-384", unusual({ name: "x", extensions, keys: ec("P-384") }).certificate],
  ["RSA 2048", newAuthority("rsa", "rsa").certificate],
  ["X.509 version 1", unusual({ name: "x", version: 1 }).certificate],
  [
    "one that may sign",
    unusual({ name: "x", extensions: [...extensions, keyUsage("authority")] }).certificate,
  ],
  ["one without keyUsage", unusual({ name: "x", extensions }).certificate],
  ["one that another issued", unusual({ name: "x", extensions, issuer: own }).certificate],
  [
    "a server's own, its own issuer",
    unusual({ name: "x", extensions: [noAuthority()] }).certificate,
  ],
  [
    "one for servers",
    unusual({ name: "x", extensions: [...extensions, extendedKeyUsage("server")] }).certificate,
  ],
  [
    "one for any purpose",
    unusual({ name: "x", extensions: [...extensions, extendedKeyUsage("any")] }).certificate,
  ],
  [
    "one with a critical extension that Go knows",
    unusual({ name: "x", extensions: [...extensions, extension("2.5.29.36", sequence(), true)] })
      .certificate,
  ],
  ["Windows' line ends", own.certificate.replaceAll("\n", "\r\n")],
];
for (const [what, pem] of trusted) {
  Deno.test(`readAuthorities() trusts ${what}`, () => assert.deepEqual(reasons(pem), []));
}

const refused: readonly (readonly [request: Parameters<typeof unusual>[0], reason: RegExp])[] = [
  [
    { name: "x", extensions, notAfter: new Date(Date.now() - 1_000) },
    /^"x" in ca\.pem expired on \d{4}-\d\d-\d\d \d\d:\d\d UTC$/,
  ],
  [
    { name: "x", extensions, notAfter: new Date("1970-01-01T00:00:00Z") },
    /^"x" in ca\.pem expired on 1970-01-01 00:00 UTC$/,
  ],
  [
    { name: "x", extensions, notBefore: new Date(Date.now() + day) },
    /^"x" in ca\.pem is not valid before \d{4}-/,
  ],
  [
    { name: "x", extensions, notBefore: new Date("2060-01-01T00:00:00Z") },
    /^"x" in ca\.pem is not valid before 2060-01-01 00:00 UTC$/,
  ],
  [{ name: "x", issuer: own, extensions: [noAuthority()] }, /is no authority's .* \(CA:FALSE\)$/],
  [{ name: "x", issuer: own }, /is no authority's certificate \(CA:FALSE\)$/],
  [{ name: "x", extensions: [...extensions, noSigning] }, /may not sign .* \(no keyCertSign\)$/],
  [
    { name: "x", extensions: [...extensions, extendedKeyUsage("client")] },
    /is not for servers \(extendedKeyUsage without serverAuth\)$/,
  ],
  [{ name: "x", extensions: [...extensions, unknownCritical] }, /has a critical extension/],
  [{ name: "x", extensions, keys: rsa(1024) }, /a key that .* can't verify with \(RSA 1024\)$/],
  [{ name: "x", extensions, keys: rsa(2047) }, /a key that .* can't verify with \(RSA 2047\)$/],
  [{ name: "x", extensions, keys: ec("P-224") }, /a key that .* can't verify with \(EC P-224\)$/],
  [
    { name: '\u001b[2J"', extensions, notAfter: new Date(0) },
    /^"\\u001b\[2J\\"" in ca\.pem expired/,
  ],
];
for (const [request, reason] of refused) {
  Deno.test(`readAuthorities() passes over one that ${reason.source.slice(0, 60)}`, () => {
    const { certificate } = unusual(request);
    const [text = "", ...more] = reasons(own.certificate + certificate);
    assert.match(text, reason);
    assert.deepEqual(more, []);
  });
}

Deno.test("readAuthorities() looks at the dates alone of what the system's vendor chose", () => {
  const old = unusual({ name: "old", extensions, notAfter: new Date(0) }).certificate;
  const small = unusual({ name: "small", extensions, keys: rsa(1024) }).certificate;
  assert.equal(reasons(old + small).length, 2);
  assert.deepEqual(reasons(old + small, true), ['"old" in ca.pem expired on 1970-01-01 00:00 UTC']);
});

Deno.test("readAuthorities() takes no block with headers or another label, like Go", () => {
  const headed = own.certificate.replace("-----\n", "-----\nName: value\n\n");
  const other = own.certificate.replaceAll("CERTIFICATE", "TRUSTED CERTIFICATE");
  const source = { pem: headed + other + own.key, origin: "ca.pem" };
  assert.deepEqual(readAuthorities([source], Date.now()), { trusted: [], passedOver: [] });
  assert.throws(() => checkReadable(source), {
    name: "ConfigError",
    message:
      "error: unable to load root certificates: unable to parse bytes as PEM block (in ca.pem)",
  });
});

Deno.test("checkReadable() is content with one certificate among what is none", () => {
  const bad = toPem({ label: "CERTIFICATE", bytes: bytesOf(own.certificate).subarray(0, 80) });
  checkReadable({ pem: bad + own.certificate + bad, origin: "ca.pem" });
  assert.throws(() => checkReadable({ pem: bad + bad, origin: "ca.pem" }), {
    message:
      "error: unable to load root certificates: failed to parse certificate: x509: malformed certificate (in ca.pem)",
  });
});

Deno.test("no damaged certificate keeps the others from being trusted, nor ends the process", () => {
  const random = numbers(7);
  const env = new FakeHost().env;
  const valid = [
    own.certificate,
    newAuthority("rsa", "rsa").certificate,
    unusual({ name: "x", extensions: [...extensions, noSigning], issuer: own }).certificate,
    unusual({ name: "x", version: 1 }).certificate,
  ];
  const outcomes = { trusted: 0, passedOver: 0 };
  for (let i = 0; i < 1_200; i++) {
    const pem = damaged(valid[i % valid.length]!, random) + own.certificate;
    const wanted = readAuthorities([{ pem, origin: "ca.pem" }], Date.now());
    const { authorities } = makeTrusting(env, wanted, (caCerts) => {
      Deno.createHttpClient({ caCerts }).close();
    });
    assert.equal(authorities.trusted.at(-1)?.pem, own.certificate);
    outcomes.trusted += authorities.trusted.length - 1;
    outcomes.passedOver += authorities.passedOver.length;
  }
  assert.ok(outcomes.trusted > 100 && outcomes.passedOver > 300, JSON.stringify(outcomes));
});
