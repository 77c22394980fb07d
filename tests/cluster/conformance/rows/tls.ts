// Whom we trust, and what is said of those we don't.

import { config, type Row } from "../row.ts";
import type { Silent, World } from "../world.ts";

type Dict = Record<string, unknown>;

function cluster(entry: (world: World) => Dict) {
  return (world: World) => ({
    config: config({ server: world.server, ...entry(world) }, { token: world.token }),
    "ca.crt": world.ca,
    "text.crt": `Some authority\n${world.ca}\nand more\n`,
  });
}

const ca = ({ caData }: World) => ({ "certificate-authority-data": caData });
const unverified = "Unable to connect to the server: tls: failed to verify certificate: x509: ";

function at(server: Silent, error: RegExp): Row {
  return {
    name: `TLS: a server with a certificate: ${server}`,
    files: cluster((world) => ({
      ...ca(world),
      server: `https://127.0.0.1:${world.silent[server]}`,
    })),
    expect: { error },
  };
}

/** A block that holds no certificate: SEQUENCE { INTEGER 1 }. */
const unusable = "-----BEGIN CERTIFICATE-----\nMAMCAQE=\n-----END CERTIFICATE-----\n";

/** An unusable certificate before and after the one that issued the server's, in `mixed.crt`. */
function mixed(entry: (world: World) => Dict) {
  return (world: World) => ({
    ...cluster(entry)(world),
    "mixed.crt": unusable + world.ca + unusable,
    "certificates/1.pem": unusable,
    "certificates/2.pem": world.ca,
    "certificates/3.pem": unusable,
  });
}

const mixedRows: Row[] = [
  {
    name: "TLS: one unusable certificate in the CA's file",
    files: mixed(() => ({ "certificate-authority": "mixed.crt" })),
    expect: "same",
  },
  {
    name: "TLS: one unusable certificate in the CA's data",
    files: mixed((world) => ({
      "certificate-authority-data": btoa(unusable + world.ca + unusable),
    })),
    expect: "same",
  },
  {
    name: "TLS: one unusable certificate in the CA's file, with tls-server-name",
    files: mixed(() => ({
      "certificate-authority": "mixed.crt",
      "tls-server-name": "localhost",
    })),
    expect: "same",
  },
  {
    name: "TLS: one unusable certificate in SSL_CERT_FILE",
    files: mixed(() => ({})),
    env: (_, folder) => ({ SSL_CERT_FILE: `${folder}/mixed.crt` }),
    expect: "same",
  },
  {
    name: "TLS: one unusable certificate in SSL_CERT_FILE, with tls-server-name",
    files: mixed(() => ({ "tls-server-name": "localhost" })),
    env: (_, folder) => ({ SSL_CERT_FILE: `${folder}/mixed.crt` }),
    expect: "same",
  },
  {
    name: "TLS: one unusable certificate in SSL_CERT_DIR",
    files: mixed(() => ({})),
    env: (_, folder) => ({ SSL_CERT_DIR: `${folder}/certificates` }),
    expect: "same",
  },
  {
    name: "TLS: unusable certificates alone in the CA's file",
    files: (world) => ({
      ...cluster(() => ({ "certificate-authority": "unusable.crt" }))(world),
      "unusable.crt": unusable + unusable,
    }),
    expect: {
      kubectl: /unable to load root certificates: failed to parse certificate: x509: malformed/,
      ours:
        /^error: unable to load root certificates: failed to parse certificate: x509: malformed certificate \(in .*\/unusable\.crt\)$/m,
    },
  },
  {
    name: "TLS: unusable certificates alone in SSL_CERT_FILE and SSL_CERT_DIR",
    files: (world) => ({
      ...cluster(() => ({}))(world),
      "unusable.crt": unusable,
      "certificates/1.pem": unusable,
    }),
    env: (_, folder) => ({
      SSL_CERT_FILE: `${folder}/unusable.crt`,
      SSL_CERT_DIR: `${folder}/certificates`,
    }),
    expect: {
      kubectl: /x509: certificate signed by unknown authority/,
      ours:
        /x509: certificate signed by unknown authority\nNo certificate is left to trust: a certificate in .*\/unusable\.crt is malformed; a certificate in .*\/certificates\/1\.pem is malformed\.$/m,
    },
  },
];

export const tlsRows: Row[] = [
  ...mixedRows,
  { name: "TLS: the CA as data", files: cluster(ca), expect: "same" },
  {
    name: "TLS: the CA in a file, with text around it",
    files: cluster(() => ({ "certificate-authority": "text.crt" })),
    expect: "same",
  },
  {
    name: "TLS: insecure-skip-tls-verify",
    files: cluster(() => ({ "insecure-skip-tls-verify": true })),
    expect: "same",
  },
  {
    name: "TLS: tls-server-name that the certificate has",
    files: cluster((world) => ({ ...ca(world), "tls-server-name": "localhost" })),
    expect: "same",
  },
  {
    name: "TLS: tls-server-name that is an address",
    files: cluster((world) => ({ ...ca(world), "tls-server-name": "::1" })),
    expect: "same",
  },
  {
    name: "TLS: insecure-skip-tls-verify with a client certificate",
    files: ({ server, ec }) => ({
      config: config({ server, "insecure-skip-tls-verify": true }, {
        "client-certificate-data": btoa(ec.certificate),
        "client-key-data": btoa(ec.key),
        as: "a",
        "as-groups": ["b", "c,d"],
      }),
    }),
    expect: "same",
  },
  {
    name: "TLS: no CA, and the system trusts the server's by SSL_CERT_FILE",
    files: cluster(() => ({})),
    env: (_, folder) => ({ SSL_CERT_FILE: `${folder}/ca.crt` }),
    expect: "same",
  },
  {
    name: "TLS: no CA, and the system trusts the server's by SSL_CERT_DIR",
    files: (world) => ({ ...cluster(() => ({}))(world), "certificates/one.pem": world.ca }),
    env: (_, folder) => ({ SSL_CERT_DIR: `${folder}/certificates` }),
    expect: "same",
  },
  {
    name: "TLS: no CA, and only Deno's variables would trust the server's",
    files: cluster(() => ({})),
    env: (_, folder) => ({ DENO_CERT: `${folder}/ca.crt`, DENO_TLS_CA_STORE: "system,mozilla" }),
    expect: { error: new RegExp(`${unverified}certificate signed by unknown authority`) },
  },
  {
    name: "TLS: another CA, and the system trusts the server's",
    files: (world) => ({
      ...cluster(() => ({ "certificate-authority": "other.crt" }))(world),
      "other.crt": world.certificates.selfSigned.certificate,
    }),
    env: (_, folder) => ({ SSL_CERT_FILE: `${folder}/ca.crt`, DENO_CERT: `${folder}/ca.crt` }),
    expect: { error: new RegExp(`${unverified}certificate signed by unknown authority`) },
  },
  {
    name: "TLS: tls-server-name that the certificate has not",
    files: cluster((world) => ({ ...ca(world), "tls-server-name": "foo" })),
    expect: { error: new RegExp(`${unverified}certificate is valid for .*localhost.*, not foo`) },
  },
  at("stranger", new RegExp(`${unverified}certificate signed by unknown authority`)),
  at("expired", new RegExp(`${unverified}certificate has expired or is not yet valid`)),
  at("future", new RegExp(`${unverified}certificate has expired or is not yet valid`)),
  at("otherName", new RegExp(unverified)),
  at("ofClients", /Unable to connect to the server: tls: /),
  {
    name: "TLS: a self-signed server whose own certificate is the CA",
    files: ({ silent, certificates }) => ({
      config: config({
        server: `https://127.0.0.1:${silent.selfSigned}`,
        "certificate-authority": "ca.crt",
      }),
      "ca.crt": certificates.selfSigned.certificate,
    }),
    flags: () => ["--request-timeout=1s", "--token=t"],
    expect: { error: /Unable to connect to the server: .*(deadline exceeded|awaiting headers)/ },
  },
  {
    name: "TLS: a self-signed server whose certificate is marked as an authority's",
    files: ({ silent, certificates }) => ({
      config: config({
        server: `https://127.0.0.1:${silent.selfSignedAuthority}`,
        "certificate-authority": "ca.crt",
      }),
      "ca.crt": certificates.selfSignedAuthority.certificate,
    }),
    flags: () => ["--request-timeout=1s", "--token=t"],
    expect: {
      kubectl: /Unable to connect to the server: .*(deadline exceeded|awaiting headers)/,
      ours:
        /certificate of a certificate authority \(CA:TRUE\) used as a server's\nkubectl takes it/,
    },
  },
  {
    name: "TLS: https to a server of plain http",
    files: cluster((world) => ({
      ...ca(world),
      server: world.kubectlProxy.replace("http:", "https:"),
    })),
    expect: {
      error: /Unable to connect to the server: http: server gave HTTP response to HTTPS client/,
    },
  },
  {
    name: "TLS: plain http to a server of https",
    files: cluster(({ server }) => ({ server: server.replace("https:", "http:") })),
    expect: { error: /Error from server \(BadRequest\): / },
  },
  {
    name: "TLS: a CA in no PEM",
    files: cluster(() => ({ "certificate-authority-data": btoa("x") })),
    expect: {
      error: /error: unable to load root certificates: unable to parse bytes as PEM block/,
    },
  },
  {
    name: "TLS: a CA that is missing",
    files: cluster(() => ({ "certificate-authority": "none.crt" })),
    expect: {
      error:
        /error: unable to read certificate-authority .*\/none.crt for c due to open .*\/none.crt: no such file or directory/,
    },
  },
  {
    name: "TLS: a CA twice",
    files: cluster((world) => ({ ...ca(world), "certificate-authority": "ca.crt" })),
    expect: {
      error:
        /error: certificate-authority-data and certificate-authority are both specified for c. certificate-authority-data will override./,
    },
  },
  {
    name: "TLS: a CA beside insecure-skip-tls-verify",
    files: cluster((world) => ({ ...ca(world), "insecure-skip-tls-verify": true })),
    expect: {
      error: /error: specifying a root certificates file with the insecure flag is not allowed/,
    },
  },
];
