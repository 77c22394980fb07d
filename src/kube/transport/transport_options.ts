import type { Connection } from "../kubeconfig/connection.ts";
import type { ClientCertificate } from "../credentials/credentials.ts";
import { ConfigError } from "../api/errors.ts";
import { checkReadable } from "./authorities.ts";
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
  const caOrigin = cluster.certificateAuthority ?? "certificate-authority-data";
  if (ca !== undefined) checkReadable({ pem: ca, origin: caOrigin });
  return {
    server,
    ca,
    caOrigin,
    insecure,
    serverName: cluster.tlsServerName,
    certificate,
    proxyUrl: cluster.proxyUrl,
  };
}
