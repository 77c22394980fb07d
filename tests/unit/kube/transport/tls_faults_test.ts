// Real TLS servers with what is wrong with them, and what is said of each, on both transports.

import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { connectionError } from "../../../../src/kube/transport/connection_error.ts";
import { openTransport } from "../../../../src/kube/transport/open_transport.ts";
import type { TransportOptions } from "../../../../src/kube/transport/transport.ts";
import { realHost } from "../../../../src/real_host.ts";
import {
  authorityConstraint,
  extendedKeyUsage,
  extension,
  noAuthority,
  subjectAltName,
} from "../../../../testcluster/certificate_extensions.ts";
import { issue, newAuthority, type Pair } from "../../../../testcluster/certificates.ts";
import { der, sequence } from "../../../../testcluster/der.ts";
import { alertServer } from "../support/alert_server.ts";
import { rawServer } from "../support/raw_server.ts";
import {
  noSigning,
  ofServer,
  selfSigned,
  unknownCritical,
  unusual,
} from "../support/unusual_certificates.ts";

const authority = newAuthority("authority");
const ca = authority.certificate;
const hosts = ["127.0.0.1", "localhost"];
const good = issue(authority, { usage: "server", commonName: "server", hosts });

/** With the certificates that its server sends along. */
function withChain(pair: Pair, ...chain: readonly Pair[]): Pair {
  return { ...pair, certificate: [pair, ...chain].map(({ certificate }) => certificate).join("") };
}

function leaf(issuer: Pair, ...extensions: Uint8Array[]): Pair {
  return unusual({ name: "server", issuer, extensions });
}

function below(issuer: Pair, name: string, ...extensions: Uint8Array[]): Pair {
  return unusual({ name, issuer, extensions });
}

/** The first line of the error on each transport, then its advice; or the code of the answer. */
async function outcomes(
  port: number,
  options: Partial<TransportOptions>,
  serverName = "localhost",
): Promise<string[]> {
  const server = `https://127.0.0.1:${port}`;
  const both = [options, { ...options, serverName: options.serverName ?? serverName }];
  return await Promise.all(both.map(async (options) => {
    const transport = await openTransport(realHost(), { server, insecure: false, ...options });
    const signal = AbortSignal.timeout(20_000);
    const url = `${server}/x`;
    try {
      const answer = await transport.send(url, { method: "GET", headers: [], signal });
      await answer.text();
      return String(answer.status);
    } catch (error) {
      return connectionError(error, { url, passedOver: transport.passedOver }).message;
    } finally {
      transport.close();
    }
  }));
}

// Deno keeps the pair of a connection that was closed from our side open for a moment.
const unwatched = { sanitizeResources: false, sanitizeOps: false };
const unverified = "^Unable to connect to the server: tls: failed to verify certificate: x509: ";
const old = unusual({
  name: "old",
  extensions: [authorityConstraint()],
  notBefore: new Date("2020-01-01T00:00:00Z"),
  notAfter: new Date("2021-01-01T00:00:00Z"),
});
const limited = newLimited();
const noPath = below(authority, "low", authorityConstraint(0));
const middle = below(authority, "middle", authorityConstraint());
const odd = below(authority, "odd", authorityConstraint(), unknownCritical);
const criticalPolicies = extension("2.5.29.32", sequence(), true);
const policies = below(authority, "policies", authorityConstraint(), criticalPolicies);
const forAny = below(authority, "any", authorityConstraint(), extendedKeyUsage("any"));
const plain = below(authority, "plain", noAuthority());
const smallKeys = generateKeyPairSync("rsa", { modulusLength: 1024 });

const { publicKey } = generateKeyPairSync("ec", { namedCurve: "P-224" });
const p224 = { publicKey: publicKey.export({ type: "spki", format: "der" }), key: "" };

/** An authority for example.com alone (nameConstraints, permittedSubtrees). */
function newLimited(): Pair {
  const name = der(0x82, new TextEncoder().encode("example.com"));
  const permitted = sequence(der(0xa0, sequence(name)));
  return unusual({
    name: "limited",
    extensions: [authorityConstraint(), extension("2.5.29.30", permitted, true)],
  });
}

const certificates: readonly (readonly [
  what: string,
  pair: Pair,
  options: { readonly ca: string; readonly caOrigin?: string },
  message: string,
])[] = [
  [
    "of an authority that is not trusted, beside one that is too old",
    issue(newAuthority("stranger"), { usage: "server", commonName: "server", hosts }),
    { ca: old.certificate + ca, caOrigin: "/ca.pem" },
    `${unverified}certificate signed by unknown authority\n.* Passed over: "old" in /ca\\.pem expired on 2021-01-01 00:00 UTC\\.$`,
  ],
  [
    "of an authority of the same name with another key",
    issue(newAuthority("authority"), { usage: "server", commonName: "server", hosts }),
    { ca },
    `${unverified}certificate signed by unknown authority\nAn authority of that name is trusted, but another key signed the certificate of 127.0.0.1:\\d+: the cluster's authority was replaced`,
  ],
  [
    "marked as an authority's (CA:TRUE), its own",
    selfSigned(true),
    { ca: "" },
    `${unverified}certificate of a certificate authority \\(CA:TRUE\\) used as a server's\nkubectl takes it`,
  ],
  [
    "marked as an authority's (CA:TRUE)",
    leaf(authority, authorityConstraint(), ...ofServer),
    { ca },
    `${unverified}certificate of a certificate authority \\(CA:TRUE\\) used as a server's\nkubectl takes it`,
  ],
  [
    "that a server's certificate signed",
    withChain(leaf(plain, ...ofServer), plain),
    { ca },
    `${unverified}certificate signed by unknown authority \\(x509: invalid signature: parent certificate cannot sign this kind of certificate\\)\n`,
  ],
  [
    "too far below an authority (pathlen)",
    (() => {
      const last = below(noPath, "lowest", authorityConstraint());
      return withChain(leaf(last, ...ofServer), last, noPath);
    })(),
    { ca },
    `${unverified}too many intermediates for path length constraint\n.*pathlen`,
  ],
  [
    "of an authority for other names",
    leaf(limited, ...ofServer),
    { ca: limited.certificate },
    `${unverified}a root or intermediate certificate is not authorized to sign for this name\n.*nameConstraints`,
  ],
  [
    "below an authority with an unknown critical extension",
    withChain(leaf(odd, ...ofServer), odd),
    { ca },
    `${unverified}unhandled critical extension\n`,
  ],
  [
    "signed by ECDSA with SHA-512",
    unusual({ name: "server", issuer: authority, hash: "sha512", extensions: ofServer }),
    { ca },
    `${unverified}cannot verify signature: algorithm unimplemented\n.*by ECDSA with SHA-512`,
  ],
  [
    "signed with SHA-1",
    unusual({ name: "server", issuer: authority, hash: "sha1", extensions: ofServer }),
    { ca },
    `${unverified}cannot verify signature: algorithm unimplemented\n.*by SHA-1, which kubectl refuses too`,
  ],
  [
    "with a critical extension that rustls does not know",
    withChain(leaf(policies, ...ofServer), policies),
    { ca },
    `${unverified}unhandled critical extension\n`,
  ],
  [
    "below an authority for any purpose",
    withChain(leaf(forAny, ...ofServer), forAny),
    { ca },
    `${unverified}certificate specifies an incompatible key usage\n.*an authority that it sends along, is for any purpose`,
  ],
  [
    "for any purpose",
    leaf(authority, extendedKeyUsage("any"), subjectAltName(hosts)),
    { ca },
    `${unverified}certificate specifies an incompatible key usage\n.*anyExtendedKeyUsage.*serverAuth`,
  ],
  [
    "for clients",
    issue(authority, { usage: "client", commonName: "server", hosts }),
    { ca },
    `${unverified}certificate specifies an incompatible key usage\n.*is not for servers.*serverAuth`,
  ],
  [
    "below an authority that is expired",
    (() => {
      const { notBefore, notAfter } = { notBefore: new Date(0), notAfter: new Date(1e12) };
      const extensions = [authorityConstraint()];
      const gone = unusual({ name: "gone", issuer: authority, extensions, notBefore, notAfter });
      return withChain(leaf(gone, ...ofServer), gone);
    })(),
    { ca },
    `${unverified}certificate has expired or is not yet valid \\(\\d+ d ago\\)\n.*an authority which it sends along`,
  ],
  [
    "whose Common Name is all that names it",
    unusual({ name: "localhost", issuer: authority, extensions: [extendedKeyUsage("server")] }),
    { ca },
    `${unverified}certificate relies on legacy Common Name field, use SANs instead\n.*have it issued with (127.0.0.1|localhost) there`,
  ],
  [
    "for many other names, and no address",
    issue(authority, {
      usage: "server",
      commonName: "server",
      hosts: ["a.test", "b.test", "c.test", "d.test", "e.test"],
    }),
    { ca },
    `${unverified}(cannot validate certificate for 127.0.0.1 because it doesn't contain any IP SANs\n.*holds \\(a.test, b.test, c.test and 2 more\\)|certificate is valid for a.test, b.test, c.test and 2 more, not localhost\n.*--tls-server-name)`,
  ],
  [
    "below an authority that it does not send along",
    leaf(middle, ...ofServer),
    { ca },
    `${unverified}certificate signed by unknown authority\n`,
  ],
];
/** Newer Denos than the pinned one take more, and their node:tls keeps most causes to itself. */
const isNewer = !Deno.version.deno.startsWith("2.6.");
const fetchTakes = isNewer ? ["signed by ECDSA with SHA-512"] : [];
const nodeTakes = isNewer ? [...fetchTakes, "marked as an authority's (CA:TRUE), its own"] : [];
const withoutCause = `${unverified}certificate signed by unknown authority\n`;

for (const [what, pair, options, message] of certificates) {
  Deno.test(`a server's certificate ${what} is told, by both transports`, unwatched, async () => {
    using server = rawServer(pair);
    const ca = options.ca || pair.certificate;
    const [byFetch, byNode] = await outcomes(server.port, { ...options, ca });
    assert.match(byFetch!, fetchTakes.includes(what) ? /^200$/ : new RegExp(message));
    const ofNode = isNewer ? `${message}|${withoutCause}` : message;
    assert.match(byNode!, nodeTakes.includes(what) ? /^200$/ : new RegExp(ofNode));
  });
}

Deno.test(
  "a wildcard for a top-level domain is no name here, one below it is",
  unwatched,
  async () => {
    const request = { usage: "server", commonName: "server" } as const;
    using wide = rawServer(issue(authority, { ...request, hosts: ["*.test"] }));
    const [, outcome] = await outcomes(wide.port, { ca }, "a.test");
    assert.match(
      outcome!,
      new RegExp(`${unverified}.* valid for \\*\\.test, not a\\.test\nkubectl`),
    );
    using narrow = rawServer(issue(authority, { ...request, hosts: ["*.k.test"] }));
    assert.equal((await outcomes(narrow.port, { ca }, "a.k.test"))[1], "200");
  },
);

const unusable: readonly (readonly [what: string, ca: Pair, message: RegExp])[] = [
  [
    "an expired CA",
    old,
    /x509: certificate has expired or is not yet valid\n.* "old" in .* expired/,
  ],
  [
    "a CA of tomorrow",
    unusual({
      name: "early",
      extensions: [authorityConstraint()],
      notBefore: new Date(Date.now() + 86_400_000),
      notAfter: new Date(Date.now() + 2 * 86_400_000),
    }),
    /x509: certificate has expired or is not yet valid\n.* "early" in .* is not valid before/,
  ],
  [
    "a server's certificate",
    good,
    /x509: certificate signed by unknown authority\n.* "server" in .* is no authority's certificate/,
  ],
  [
    "a CA that may not sign",
    unusual({ name: "mute", extensions: [authorityConstraint(), noSigning] }),
    /x509: certificate signed by unknown authority\n.* "mute" in .* \(no keyCertSign\)/,
  ],
  [
    "a CA with an unknown critical extension",
    unusual({ name: "odd", extensions: [authorityConstraint(), unknownCritical] }),
    /x509: certificate signed by unknown authority\n.* "odd" in .* has a critical extension/,
  ],
  [
    "a CA with an RSA key of 1024 bits",
    unusual({ name: "small", keys: smallKeys, extensions: [authorityConstraint()] }),
    /x509: certificate signed by unknown authority\n.* "small" in .* \(RSA 1024\)/,
  ],
  [
    "a CA with a P-224 key",
    unusual({ name: "p224", foreign: p224, extensions: [authorityConstraint()] }),
    /x509: certificate signed by unknown authority\n.* "p224" in .* \(EC P-224\)/,
  ],
];
for (const [what, { certificate }, message] of unusable) {
  Deno.test(`${what} alone is refused before anything is sent`, async () => {
    for (const more of [{}, { serverName: "localhost" }]) {
      const server = "https://127.0.0.1:1";
      const options = { server, insecure: false, ca: certificate, ...more };
      await assert.rejects(openTransport(realHost(), options), { name: "ConfigError", message });
    }
  });
}

/** Codes of RFC 8446, 6, and of those before it; Go's words; what the advice must say. */
const alerts: readonly (readonly [code: number, words: string, advice: RegExp])[] = [
  [10, "unexpected message", /look into its log/],
  [20, "bad record MAC", /look into its log/],
  [21, "decryption failed", /look into its log/],
  [22, "record overflow", /look into its log/],
  [30, "decompression failure", /look into its log/],
  [40, "handshake failure", /no CBC.*no P-521.*or it wants a client certificate/],
  [42, "bad certificate", /does not take the client certificate/],
  [43, "unsupported certificate", /does not take the client certificate/],
  [44, "revoked certificate", /no longer valid/],
  [45, "expired certificate", /no longer valid: get a new one, or check the server's clock/],
  [46, "unknown certificate", /does not take the client certificate/],
  [47, "illegal parameter", /look into its log/],
  [48, "unknown certificate authority", /does not know the authority.* another cluster/],
  [49, "access denied", /does not take the client certificate/],
  [50, "error decoding message", /look into its log/],
  [51, "error decrypting message", /look into its log/],
  [60, "export restriction", /no CBC/],
  [70, "protocol version not supported", /neither TLS 1.2 nor 1.3/],
  [71, "insufficient security level", /no CBC/],
  [80, "internal error", /look into its log/],
  [86, "inappropriate fallback", /look into its log/],
  [109, "missing extension", /look into its log/],
  [110, "unsupported extension", /look into its log/],
  [112, "unrecognized name", /no certificate for the name.*tls-server-name/],
  [111, "certificate unobtainable", /does not take the client certificate/],
  [113, "bad certificate status response", /look into its log/],
  [114, "bad certificate hash value", /does not take the client certificate/],
  [115, "unknown PSK identity", /look into its log/],
  [116, "certificate required", /wants a client certificate.* has none/],
  [121, "encrypted client hello required", /look into its log/],
  [120, "no application protocol", /HTTP\/2 only, which kubectl does and this program does not/],
];
for (const [code, words, advice] of alerts) {
  Deno.test(
    `the TLS alert ${code} is told as "${words}", by both transports`,
    unwatched,
    async () => {
      using server = alertServer(code);
      for (const outcome of await outcomes(server.port, { ca })) {
        const [line, next] = outcome.split("\n");
        assert.equal(line, `Unable to connect to the server: remote error: tls: ${words}`);
        assert.match(next ?? "", advice);
      }
    },
  );
}
