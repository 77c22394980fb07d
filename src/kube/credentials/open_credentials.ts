/** Chooses, of the ways a kubeconfig's user can log in, the one that kubectl would. */

import type { Host } from "../../host.ts";
import { ConfigError } from "../api/errors.ts";
import type { Cluster, User } from "../kubeconfig/kubeconfig.ts";
import { bearer, type ClientCertificate, type Credentials, utf8Bytes } from "./credentials.ts";

/**
 * @param warn is told what the user should know and is no error
 * @throws {ConfigError} where a file, the token or an exec plugin is no good
 */
export async function openCredentials(
  host: Host,
  user: User,
  cluster: Cluster & { readonly server: string },
  warn: (text: string) => void = () => {},
): Promise<Credentials> {
  const certificate = await clientCertificate(user);
  if (user.tokenFile) {
    const { openTokenFile } = await import("./token_file.ts");
    return { certificate, ...await openTokenFile(host, user.tokenFile, user.token) };
  }
  const fixed = fixedAuthorization(user);
  if (fixed !== undefined) return { certificate, ...fixedCredentials(fixed) };
  if (user.exec && certificate === undefined) {
    const { openExecCredentials } = await import("./exec_plugin.ts");
    return await openExecCredentials(host, user.exec, cluster);
  }
  if (user.authProvider) {
    const { openAuthProvider } = await import("./auth_provider.ts");
    return { certificate, ...openAuthProvider(host, user.authProvider, warn) };
  }
  return { certificate, ...fixedCredentials(undefined) };
}

function fixedAuthorization(user: User): string | undefined {
  if (user.token !== undefined) return bearer(user.token, "the kubeconfig or --token");
  if (user.username === undefined) return undefined;
  return `Basic ${btoa(utf8Bytes(`${user.username}:${user.password ?? ""}`))}`;
}

function fixedCredentials(value: string | undefined): Omit<Credentials, "certificate"> {
  return { authorization: () => Promise.resolve(value), renew: () => Promise.resolve(false) };
}

async function clientCertificate(user: User): Promise<ClientCertificate | undefined> {
  const { clientCertificateData: cert, clientKeyData: key } = user;
  if (cert === undefined || key === undefined) return undefined;
  const { checkedClientCertificate } = await import("./client_certificate.ts");
  try {
    return checkedClientCertificate({ cert, key });
  } catch (error) {
    throw new ConfigError(`error: ${(error as Error).message}\n${origins(user)}`, { cause: error });
  }
}

function origins({ clientCertificate, clientKey }: User): string {
  return `The certificate is from ${clientCertificate ?? "client-certificate-data"}, the key from ${
    clientKey ?? "client-key-data"
  }.`;
}
