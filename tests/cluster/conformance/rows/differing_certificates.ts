// Certificates, authorities and TLS as Go takes or refuses them, and rustls otherwise:
// docs/connecting.md has a line for each.

import { generateKeyPairSync } from "node:crypto";
import {
  authorityConstraint,
  extendedKeyUsage,
  extension,
  noAuthority,
  subjectAltName,
} from "../../../../testcluster/certificate_extensions.ts";
import { issue } from "../../../../testcluster/certificates.ts";
import { objectIdentifier, sequence } from "../../../../testcluster/der.ts";
import { noSigning, ofServer, unusual } from "../../../unit/kube/support/unusual_certificates.ts";
import {
  authority,
  leaf,
  row,
  type Server,
  shookHands,
  through,
  trusted,
  under,
} from "../certificate_row.ts";
import type { Row } from "../row.ts";
import type { World } from "../world.ts";

/** kubectl takes it. */
function refused(name: string, make: (world: World) => Server, ours: RegExp): Row {
  return row(name, make, { kubectl: shookHands, ours });
}

/** kubectl does not take it. */
function accepted(name: string, make: (world: World) => Server, kubectl: RegExp): Row {
  return row(name, make, { kubectl, ours: shookHands });
}

const smallKeys = () => generateKeyPairSync("rsa", { modulusLength: 1024 });

/** Nobody's; node:crypto makes none on this curve. */
const p521 = {
  publicKey: Uint8Array.fromBase64(
    "MIGbMBAGByqGSM49AgEGBSuBBAAjA4GGAAQBZQNL77P1+8LahD1wrtHJNNXVMEiJk+Iv6dwaNpbt8MOCRBBaBjBItSF45q1P7nh/Sos6R3hWegPaAciUY8sb59kAmfaNIaRg+NtzB0lnQDLn4S4WRw/BjBJdzF2QO9rk9hFw7ZkWBe4CIyoWWZMridmi99fNlDscjZtnZewgCr2JQhQ=",
  ),
  key: `-----BEGIN PRIVATE KEY-----
MIHuAgEAMBAGByqGSM49AgEGBSuBBAAjBIHWMIHTAgEBBEIAQ67Wa/3aZmCrXJ88
KW8agjchxGFkp2hMaRpzKPpjetv61+GvQQzYJAKi3I8ou/pEp+DY0Xi0E8CEaPV7
0aJ3hJChgYkDgYYABAFlA0vvs/X7wtqEPXCu0ck01dUwSImT4i/p3Bo2lu3ww4JE
EFoGMEi1IXjmrU/ueH9KizpHeFZ6A9oByJRjyxvn2QCZ9o0hpGD423MHSWdAMufh
LhZHD8GMEl3MXZA72uT2EXDtmRYF7gIjKhZZkyuJ2aL3182UOxyNm2dl7CAKvYlC
FA==
-----END PRIVATE KEY-----
`,
};

/** anyPolicy (RFC 5280, 4.2.1.4). */
const policies = extension(
  "2.5.29.32",
  sequence(sequence(objectIdentifier("2.5.29.32.0"))),
  true,
);

/** @param isNewest whether the newest Deno runs us, whose rustls takes more than the pinned one's */
export const differingCertificateRows = ({ isNewest }: { isNewest: boolean }): Row[] => [
  refused(
    "the server's own certificate as the CA, where another issued it",
    ({ certificates: { good } }) => ({ pair: good, ca: good.certificate }),
    /x509: certificate signed by unknown authority\nNo certificate is left to trust: "front" in .*ca\.crt is no authority's certificate \(CA:FALSE\)/,
  ),
  refused(
    "a server's certificate that is marked as an authority's (CA:TRUE)",
    ({ cluster }) => ({ pair: leaf(cluster.authority, authorityConstraint(), ...ofServer) }),
    /certificate of a certificate authority \(CA:TRUE\) used as a server's\nkubectl takes it/,
  ),
  refused(
    "a certificate signed by ECDSA with SHA-512",
    ({ cluster }) => ({
      pair: unusual({
        name: "server",
        issuer: cluster.authority,
        hash: "sha512",
        extensions: ofServer,
      }),
    }),
    isNewest
      ? shookHands
      : /x509: cannot verify signature: algorithm unimplemented\n.*ECDSA with SHA-512/,
  ),
  refused(
    "a server's certificate for any purpose (anyExtendedKeyUsage alone)",
    ({ cluster }) => ({
      pair: leaf(cluster.authority, extendedKeyUsage("any"), subjectAltName(["127.0.0.1"])),
    }),
    /x509: certificate specifies an incompatible key usage\n.*anyExtendedKeyUsage/,
  ),
  refused(
    "an authority below the CA for any purpose",
    ({ cluster }) =>
      through(
        trusted,
        authority("any", {
          issuer: cluster.authority,
          extensions: [authorityConstraint(), extendedKeyUsage("any")],
        }),
      ),
    /x509: certificate specifies an incompatible key usage\n.*anyExtendedKeyUsage/,
  ),
  refused(
    "a server's certificate with certificatePolicies marked as critical",
    ({ cluster }) => ({
      pair: leaf(cluster.authority, policies, ...ofServer),
      openssl: { kind: undefined },
    }),
    /x509: unhandled critical extension\n/,
  ),
  refused(
    "a CA with an RSA key under 2048 bits",
    () => under(authority("small", { keys: smallKeys() })),
    /x509: certificate signed by unknown authority\n.*"small" in .*ca\.crt .*\(RSA 1024\)/,
  ),
  refused(
    "a CA with a P-224 key",
    () => under(authority("p224", { keys: generateKeyPairSync("ec", { namedCurve: "P-224" }) })),
    /x509: certificate signed by unknown authority\n.*"p224" in .*ca\.crt .*\(EC P-224\)/,
  ),
  refused(
    "a server's RSA key under 2048 bits",
    ({ cluster }) => ({
      pair: unusual({
        name: "server",
        issuer: cluster.authority,
        keys: smallKeys(),
        extensions: ofServer,
      }),
      openssl: { kind: "weak" },
    }),
    /x509: certificate signed by unknown authority\n.*RSA key under 2048 bits/,
  ),
  row(
    "a server's P-521 key",
    ({ cluster }) => ({
      pair: unusual({
        name: "server",
        issuer: cluster.authority,
        foreign: p521,
        extensions: ofServer,
      }),
      openssl: { kind: undefined },
    }),
    { kubectl: shookHands, ours: shookHands },
  ),
  refused(
    "a server that exchanges keys by P-521 alone",
    ({ certificates: { good } }) => ({ pair: good, openssl: { kind: "p521" } }),
    /remote error: tls: handshake failure\n.*ECDHE by X25519, P-256 or P-384 \(no P-521\)/,
  ),
  refused(
    "a server with CBC cipher suites alone",
    ({ certificates: { good } }) => ({ pair: good, openssl: { kind: "cbc" } }),
    /remote error: tls: handshake failure\n.*AES-GCM or ChaCha20 \(no CBC\)/,
  ),
  refused(
    "a server that speaks HTTP/2 alone",
    ({ certificates: { good } }) => ({ pair: good, alpn: ["h2"] }),
    /remote error: tls: no application protocol\n.*speaks HTTP\/2 only, which kubectl does/,
  ),
  refused(
    "a wildcard for a whole top-level domain (`*.internal`)",
    ({ cluster }) => ({
      pair: issue(cluster.authority, {
        usage: "server",
        commonName: "server",
        hosts: ["*.internal"],
      }),
      cluster: { "tls-server-name": "api.internal" },
    }),
    /x509: certificate is valid for \*\.internal, not api\.internal\nkubectl takes \*\.internal/,
  ),
  accepted(
    "a CA that is no authority (CA:FALSE) but its own issuer",
    () => under(authority("plain", { extensions: [noAuthority()] })),
    /x509: certificate signed by unknown authority/,
  ),
  accepted(
    "more authorities in a chain than the CA's pathlen allows",
    () => {
      const root = authority("root", { extensions: [authorityConstraint(0)] });
      return through(root, authority("middle", { issuer: root }));
    },
    /x509: too many intermediates for path length constraint/,
  ),
  accepted(
    "an authority below the CA without keyCertSign",
    ({ cluster }) =>
      through(
        trusted,
        authority("mute", {
          issuer: cluster.authority,
          extensions: [authorityConstraint(), noSigning],
        }),
      ),
    /x509: certificate signed by unknown authority/,
  ),
];
