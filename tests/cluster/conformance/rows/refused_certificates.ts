// Certificates and authorities that kubectl and we refuse alike, and the alerts that servers send.

import {
  authorityConstraint,
  extendedKeyUsage,
  extension,
  noAuthority,
} from "../../../../testcluster/certificate_extensions.ts";
import { issue, newAuthority, type Pair } from "../../../../testcluster/certificates.ts";
import { der, sequence } from "../../../../testcluster/der.ts";
import { alertServer } from "../../../unit/kube/support/alert_server.ts";
import {
  noSigning,
  ofServer,
  unknownCritical,
  unusual,
} from "../../../unit/kube/support/unusual_certificates.ts";
import { authority, row, type Server, through, trusted, under } from "../certificate_row.ts";
import { config, type Row } from "../row.ts";
import type { World } from "../world.ts";

function alike(name: string, make: (world: World) => Server, error: RegExp): Row {
  return row(name, make, { error });
}

const day = 86_400_000;

const limited = sequence(
  der(0xa0, sequence(der(0x82, new TextEncoder().encode("example.com")))),
);

const alikeRows: Row[] = [
  alike(
    "an expired CA",
    () =>
      under(authority("old", {
        notBefore: new Date(Date.now() - 2 * day),
        notAfter: new Date(Date.now() - day),
      })),
    /x509: certificate has expired or is not yet valid/,
  ),
  alike(
    "a CA of tomorrow",
    () =>
      under(authority("early", {
        notBefore: new Date(Date.now() + day),
        notAfter: new Date(Date.now() + 2 * day),
      })),
    /x509: certificate has expired or is not yet valid/,
  ),
  alike(
    "a CA that is none (CA:FALSE), issued by another",
    ({ cluster }) =>
      under(unusual({ name: "plain", issuer: cluster.authority, extensions: [noAuthority()] })),
    /x509: certificate signed by unknown authority/,
  ),
  alike(
    "a CA that may not sign (no keyCertSign)",
    () => under(authority("mute", { extensions: [authorityConstraint(), noSigning] })),
    /x509: certificate signed by unknown authority/,
  ),
  alike(
    "a CA of the same name with another key",
    () => ({ ...under(authority("twin")), ca: authority("twin").certificate }),
    /x509: certificate signed by unknown authority/,
  ),
  alike(
    "pathlen of an authority below the CA",
    ({ cluster }) => {
      const low = authority("low", {
        issuer: cluster.authority,
        extensions: [authorityConstraint(0)],
      });
      return through(trusted, authority("lowest", { issuer: low }), low);
    },
    /x509: too many intermediates for path length constraint/,
  ),
  alike(
    "an expired authority below the CA",
    ({ cluster }) =>
      through(
        trusted,
        authority("gone", {
          issuer: cluster.authority,
          notBefore: new Date(Date.now() - 2 * day),
          notAfter: new Date(Date.now() - day),
        }),
      ),
    /x509: certificate has expired or is not yet valid/,
  ),
  alike(
    "an authority below the CA that is none (CA:FALSE)",
    ({ cluster }) =>
      through(
        trusted,
        unusual({ name: "plain", issuer: cluster.authority, extensions: [noAuthority()] }),
      ),
    /x509: certificate signed by unknown authority/,
  ),
  alike(
    "a CA for other names",
    () =>
      under(authority("limited", {
        extensions: [authorityConstraint(), extension("2.5.29.30", limited, true)],
      })),
    /x509: (a root or intermediate certificate is not authorized to sign for this name|.*constraint)/,
  ),
  alike(
    "an unknown critical extension below the CA",
    ({ cluster }) =>
      through(
        trusted,
        authority("odd", {
          issuer: cluster.authority,
          extensions: [authorityConstraint(), unknownCritical],
        }),
      ),
    /x509: unhandled critical extension/,
  ),
  alike(
    "a CA with an unknown critical extension",
    () => under(authority("odd", { extensions: [authorityConstraint(), unknownCritical] })),
    /x509: (unhandled critical extension|certificate signed by unknown authority\n.*"odd" in .* critical)/,
  ),
  alike(
    "a CA for clients",
    () =>
      under(authority("clients", {
        extensions: [authorityConstraint(), extendedKeyUsage("client")],
      })),
    /x509: certificate (specifies an incompatible key usage|signed by unknown authority\n.*"clients" in .* not for servers)/,
  ),
  alike(
    "signed with SHA-1",
    ({ cluster }) => ({
      pair: unusual({
        name: "server",
        issuer: cluster.authority,
        hash: "sha1",
        extensions: ofServer,
      }),
    }),
    /x509: (.*insecure algorithm ECDSA-SHA1|cannot verify signature)/,
  ),
  alike(
    "for clients",
    ({ certificates: { ofClients } }) => ({ pair: ofClients }),
    /x509: certificate specifies an incompatible key usage/,
  ),
  alike(
    "with a Common Name alone",
    ({ cluster }) => ({
      pair: unusual({
        name: "api.internal",
        issuer: cluster.authority,
        extensions: [extendedKeyUsage("server")],
      }),
      cluster: { "tls-server-name": "api.internal" },
    }),
    /x509: certificate relies on legacy Common Name field, use SANs instead/,
  ),
  alike(
    "for names, reached by an address",
    ({ cluster }) => ({
      pair: issue(cluster.authority, { usage: "server", commonName: "x", hosts: ["a.test"] }),
    }),
    /x509: cannot validate certificate for 127\.0\.0\.1 because it doesn't contain any IP SANs/,
  ),
];

/** Each kind with which client certificate, and what such a server says of it. */
const mutual: readonly (readonly [
  kind: "mutual12" | "mutual13",
  which: "none" | "another authority's" | "an expired one",
  user: (world: World) => Pair | undefined,
  words: string,
])[] = [
  ["mutual12", "none", () => undefined, "handshake failure"],
  ["mutual13", "none", () => undefined, "certificate required"],
  ["mutual12", "another authority's", () => stranger, "unknown certificate authority"],
  ["mutual13", "another authority's", () => stranger, "unknown certificate authority"],
  ["mutual12", "an expired one", ({ formerAdmin }) => formerAdmin, "expired certificate"],
  ["mutual13", "an expired one", ({ formerAdmin }) => formerAdmin, "expired certificate"],
];
const stranger = issue(newAuthority("stranger"), { usage: "client", commonName: "admin" });

const mutualRows: Row[] = mutual.map(([kind, which, client, words]) =>
  alike(
    `${which} for a server that wants a client's, by TLS 1.${kind.at(-1)}`,
    (world) => {
      const { certificates: { good }, ca } = world;
      const pair = client(world);
      return {
        pair: { ...good, certificate: good.certificate + ca },
        openssl: { kind },
        user: pair && {
          "client-certificate-data": btoa(pair.certificate),
          "client-key-data": btoa(pair.key),
        },
      };
    },
    // By TLS 1.3 kubectl may send its request before the alert comes, and meet a reset: it then tries
    // again, and prints the same words behind another beginning.
    new RegExp(`(Unable to connect to the server|error: Get "[^"]+"): remote error: tls: ${words}`),
  )
);

/** What a server says when it breaks off, in Go's words. */
const alerts: readonly (readonly [code: number, words: string])[] = [
  [40, "handshake failure"],
  [42, "bad certificate"],
  [45, "expired certificate"],
  [48, "unknown certificate authority"],
  [70, "protocol version not supported"],
  [80, "internal error"],
  [112, "unrecognized name"],
  [116, "certificate required"],
  [120, "no application protocol"],
];

const alertRows: Row[] = alerts.map(([code, words]) => ({
  name: `certificates: the server's TLS alert ${code}`,
  files: ({ ca }) => ({
    config: config({
      server: `https://127.0.0.1:${alertServer(code).port}`,
      "certificate-authority": "ca.crt",
    }),
    "ca.crt": ca,
  }),
  flags: () => ["--token=t"],
  expect: { error: new RegExp(`Unable to connect to the server: remote error: tls: ${words}`) },
}));

export const refusedCertificateRows: Row[] = [...alikeRows, ...mutualRows, ...alertRows];
