import type { Host } from "../host.ts";
import type { Connection } from "./connection.ts";
import type { ClientCertificate } from "./credentials.ts";
import { ConfigError } from "./errors.ts";
import { readFile } from "./files.ts";
import type { TransportOptions } from "./transport.ts";

/** @throws {ConfigError} where the CA can't be read or is no certificate */
export async function transportOptions(
  host: Pick<Host, "files">,
  { server, cluster }: Connection,
  certificate: ClientCertificate | undefined,
): Promise<TransportOptions> {
  return {
    server,
    ca: await authority(host, cluster),
    insecure: cluster.insecureSkipTlsVerify ?? false,
    serverName: cluster.tlsServerName,
    certificate,
    proxyUrl: cluster.proxyUrl,
  };
}

async function authority(
  host: Pick<Host, "files">,
  cluster: Connection["cluster"],
): Promise<string | undefined> {
  const { certificateAuthority: path, certificateAuthorityData: data } = cluster;
  if (data === undefined && path === undefined) return undefined;
  if (cluster.insecureSkipTlsVerify) {
    throw new ConfigError(
      "error: specifying a root certificates file with the insecure flag is not allowed",
    );
  }
  const pem = data ?? await readFile(host, path!, "certificate-authority");
  if (!pem.includes("-----BEGIN CERTIFICATE-----")) {
    const origin = data === undefined ? `"${path}"` : "certificate-authority-data";
    throw new ConfigError(
      `error: unable to load root certificates: ${origin} holds no certificate`,
    );
  }
  return pem;
}
