// Client certificates that can't be used: an error line, never the end of the runtime.

import { issue, newAuthority, type Pair } from "../../../../testcluster/certificates.ts";
import { config, type Row } from "../row.ts";
import type { World } from "../world.ts";
import { version1 } from "../unusual_certificates.ts";

function withPair(pair: (world: World) => { certificate: string; key: string }) {
  return (world: World) => {
    const { certificate, key } = pair(world);
    const { server, caData } = world;
    const user = { "client-certificate-data": btoa(certificate), "client-key-data": btoa(key) };
    return { config: config({ server, "certificate-authority-data": caData }, user) };
  };
}

const stranger: Pair = issue(newAuthority("stranger"), {
  usage: "client",
  commonName: "admin",
  organizations: ["system:masters"],
});

export const clientCertificateRows: Row[] = [
  {
    name: "client certificate: expired",
    files: withPair(({ formerAdmin }) => formerAdmin),
    expect: { error: /error: You must be logged in to the server \(.+\)/ },
  },
  {
    name: "client certificate: of another authority",
    files: withPair(() => stranger),
    expect: { error: /error: You must be logged in to the server \(.+\)/ },
  },
  {
    name: "client certificate: with another's key",
    files: withPair(({ ec, formerAdmin }) => ({ ...ec, key: formerAdmin.key })),
    expect: { error: /error: tls: private key does not match public key/ },
  },
  {
    name: "client certificate: with a key of another kind",
    files: withPair(({ ec, rsa }) => ({ ...ec, key: rsa.key })),
    expect: { error: /error: tls: private key (type )?does not match public key( type)?/ },
  },
  {
    name: "client certificate: that is none",
    files: withPair(({ ec }) => ({ ...ec, certificate: "x" })),
    expect: { error: /error: tls: failed to find any PEM data in certificate input/ },
  },
  {
    name: "client certificate: with a key that is none",
    files: withPair(({ ec }) => ({ ...ec, key: "x" })),
    expect: { error: /error: tls: failed to find any PEM data in key input/ },
  },
  {
    name: "client certificate: garbage in PEM",
    files: withPair(({ ec }) => ({
      ...ec,
      certificate: "-----BEGIN CERTIFICATE-----\nMAMCAQE=\n-----END CERTIFICATE-----\n",
    })),
    expect: { error: /error: x509: malformed/ },
  },
  {
    name: "client certificate: of X.509 version 1",
    files: withPair(({ cluster }) => version1(cluster.authority, "admin", "system:masters")),
    expect: {
      kubectl: "connects",
      ours:
        /^error: the client certificate is not of X.509 version 3, and no other is supported here/m,
    },
  },
  {
    name: "client certificate: without its key",
    files: ({ server, caData, ec }) => ({
      config: config({ server, "certificate-authority-data": caData }, {
        "client-certificate-data": btoa(ec.certificate),
      }),
    }),
    expect: {
      error:
        /error: client-key-data or client-key must be specified for u to use the clientCert authentication method\./,
    },
  },
  {
    name: "client certificate: in files that are missing",
    files: ({ server }) => ({
      config: config({ server }, { "client-certificate": "no.crt", "client-key": "no.key" }),
    }),
    expect: {
      error:
        /Error in configuration: \n\* unable to read client-cert .*\/no.crt for u due to open .*\/no.crt: no such file or directory\n\* unable to read client-key .*no.key/,
    },
  },
];
