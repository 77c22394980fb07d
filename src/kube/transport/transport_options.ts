import type { Connection } from "../kubeconfig/connection.ts";
import type { ClientCertificate } from "../credentials/credentials.ts";
import { only, tag } from "../credentials/der.ts";
import { ConfigError } from "../api/errors.ts";
import { certificateBlocks, toPem } from "../credentials/pem.ts";
import type { TransportOptions } from "./transport.ts";

/** @throws {ConfigError} where the CA is no certificate, or not to be checked against */
export function transportOptions(
  { server, cluster }: Connection,
  certificate: ClientCertificate | undefined,
): TransportOptions {
  const { certificateAuthorityData: ca, insecureSkipTlsVerify: insecure = false } = cluster;
  if (insecure && ca !== undefined) {
    throw new ConfigError(
      "error: specifying a root certificates file with the insecure flag is not allowed",
    );
  }
  return {
    server,
    ca: ca === undefined ? undefined : authority(ca),
    insecure,
    serverName: cluster.tlsServerName,
    certificate,
    proxyUrl: cluster.proxyUrl,
  };
}

/**
 * @returns the certificates alone: the runtime passes over what it can't read, and would trust nobody
 * @throws {ConfigError}
 */
export function authority(pem: string): string {
  const blocks = certificateBlocks(pem);
  if (blocks.length === 0) throw unusable("unable to parse bytes as PEM block");
  for (const { bytes } of blocks) {
    try {
      only(bytes, tag.sequence);
    } catch {
      throw unusable("x509: malformed certificate");
    }
  }
  return blocks.map(toPem).join("");
}

function unusable(reason: string): ConfigError {
  return new ConfigError(`error: unable to load root certificates: ${reason}`);
}
