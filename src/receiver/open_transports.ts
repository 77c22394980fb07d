/** Connections to several API servers in one process, without any of the kubeconfig's credentials. */

import type { Host } from "../host.ts";
import type { Connection } from "../kube/connection.ts";
import { ConfigError } from "../kube/errors.ts";
import { openTransport, type Transport, type TransportOptions } from "../kube/transport.ts";
import { transportOptions } from "../kube/transport_options.ts";

type World = Pick<Host, "env" | "files">;

/**
 * In the order given.
 * @throws {ConfigError} where a CA can't be read
 */
export async function openTransports(
  host: World,
  connections: readonly Connection[],
): Promise<Transport[]> {
  const noCertificate = undefined;
  const all = await Promise.all(
    connections.map((connection) => transportOptions(host, connection, noCertificate)),
  );
  const options = await withRoots(host, all);
  // What the environment says of proxies is taken away as soon as the first is open.
  const before = host.env.all();
  const env = {
    ...host.env,
    get: (name: string) => before[name],
    set: host.env.set.bind(host.env),
    delete: host.env.delete.bind(host.env),
  };
  const opened = new Map<TransportOptions, Transport>();
  // The first decides for the process whether the system's certificates count beside a CA.
  for (const each of options.toSorted((one, other) => Number(!one.ca) - Number(!other.ca))) {
    opened.set(each, await openTransport({ env }, each));
  }
  return options.map((each) => opened.get(each)!);
}

/** Where some clusters have a CA and some trust the system's, the latter get those as their CA. */
async function withRoots(
  host: World,
  all: readonly TransportOptions[],
): Promise<readonly TransportOptions[]> {
  const usesSystem = ({ server, ca, insecure }: TransportOptions) =>
    server.startsWith("https:") && ca === undefined && !insecure;
  if (!all.some(({ ca }) => ca !== undefined) || !all.some(usesSystem)) return all;
  const ca = await systemRoots(host);
  return all.map((options) => usesSystem(options) ? { ...options, ca } : options);
}

/** Source: Go's crypto/x509/root_linux.go. */
const bundles = [
  "/etc/ssl/certs/ca-certificates.crt",
  "/etc/pki/tls/certs/ca-bundle.crt",
  "/etc/ssl/ca-bundle.pem",
  "/etc/pki/tls/cacert.pem",
  "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
  "/etc/ssl/cert.pem",
];

async function systemRoots({ env, files }: World): Promise<string> {
  const named = env.get("SSL_CERT_FILE");
  for (const path of named ? [named] : bundles) {
    if (await files.modifiedAt(path) !== undefined) return await files.readText(path);
  }
  throw new ConfigError(
    "error: some of the clusters name no certificate-authority, and the system's certificates were not found: set SSL_CERT_FILE, or serve those clusters by a process of their own",
  );
}
