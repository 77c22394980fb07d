// Client certificates that can't be used: an error line, never the end of the runtime.

import { issue, newAuthority, type Pair } from "../../../../testcluster/certificates.ts";
import { config, type Row } from "../row.ts";
import type { World } from "../world.ts";
import { version1 } from "../../../unit/kube/support/unusual_certificates.ts";
import { labelled, pkcs1Of, sec1Of } from "../../../unit/kube/support/key_forms.ts";

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

const encrypted = `-----BEGIN RSA PRIVATE KEY-----
Proc-Type: 4,ENCRYPTED
DEK-Info: AES-256-CBC,0D4C3A62F1A0A5A2B0A3A2A3E4B5C6D7

${btoa("no bytes that anybody could read")}
-----END RSA PRIVATE KEY-----
`;

function inForm(form: string, pair: (world: World) => Pair): Row {
  return { name: `client certificate: key as ${form}`, files: withPair(pair), expect: "same" };
}

export const clientCertificateRows: Row[] = [
  inForm("PKCS #1 under PRIVATE KEY", ({ rsa }) => ({
    ...rsa,
    key: labelled(pkcs1Of(rsa.key), "PRIVATE KEY"),
  })),
  inForm("PKCS #8 under RSA PRIVATE KEY", ({ rsa }) => ({
    ...rsa,
    key: labelled(rsa.key, "RSA PRIVATE KEY"),
  })),
  inForm("PKCS #8 under EC PRIVATE KEY", ({ ec }) => ({
    ...ec,
    key: labelled(ec.key, "EC PRIVATE KEY"),
  })),
  inForm("SEC 1 under PRIVATE KEY", ({ ec }) => ({
    ...ec,
    key: labelled(sec1Of(ec.key), "PRIVATE KEY"),
  })),
  {
    name: "client certificate: key as SEC 1 under RSA PRIVATE KEY, from an exec plugin",
    files: ({ server, caData, ec }) => ({
      config: config({ server, "certificate-authority-data": caData }, {
        exec: {
          apiVersion: "client.authentication.k8s.io/v1",
          command: "./plugin.sh",
          interactiveMode: "Never",
        },
      }),
      "plugin.sh": `#!/bin/sh\ncat "$(dirname "$0")/answer"\n`,
      answer: JSON.stringify({
        apiVersion: "client.authentication.k8s.io/v1",
        kind: "ExecCredential",
        status: {
          clientCertificateData: ec.certificate,
          clientKeyData: labelled(sec1Of(ec.key), "RSA PRIVATE KEY"),
        },
      }),
    }),
    expect: "same",
  },
  {
    name: "client certificate: switched with its key",
    files: withPair(({ ec }) => ({ certificate: ec.key, key: ec.certificate })),
    expect: {
      error:
        /error: tls: failed to find certificate PEM data in certificate input, but did find a private key; PEM inputs may have been switched/,
    },
  },
  {
    name: "client certificate: twice, and no key",
    files: withPair(({ ec }) => ({ ...ec, key: ec.certificate })),
    expect: {
      error: /error: tls: found a certificate rather than a key in the PEM for the private key/,
    },
  },
  {
    name: "client certificate: with a key that a password protects",
    files: withPair(({ rsa }) => ({ ...rsa, key: encrypted })),
    expect: {
      kubectl: /error: tls: failed to parse private key/,
      ours: /error: the client key is encrypted, .* openssl pkey -in OLD -out NEW/,
    },
  },
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
