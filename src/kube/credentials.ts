/** Who we are to the API server: headers for each request, and a certificate for the connection. */

import type { Host } from "../host.ts";
import { ConfigError } from "./errors.ts";
import { readFile } from "./files.ts";
import type { Cluster, Impersonation, User } from "./kubeconfig.ts";

export interface ClientCertificate {
  /** PEM, the whole chain. */
  readonly cert: string;
  /** PEM. */
  readonly key: string;
}

export interface Credentials {
  readonly certificate?: ClientCertificate;
  /** The value of the Authorization header for the next request. */
  authorization(): Promise<string | undefined>;
  /**
   * After a 401: gets new ones where they can be had.
   * @returns whether another try makes sense
   */
  renew(): Promise<boolean>;
}

/** client-go reads a token file again after this time; source: client-go/transport/token_source.go. */
const tokenFileLifetime = 60_000;

/**
 * @throws {ConfigError} where a file, the token or an exec plugin is no good
 */
export async function openCredentials(
  host: Host,
  user: User,
  cluster: Cluster & { readonly server: string },
): Promise<Credentials> {
  const certificate = await clientCertificate(user);
  if (user.tokenFile) return { certificate, ...tokenFileCredentials(host, user.tokenFile) };
  const fixed = fixedAuthorization(user);
  if (fixed !== undefined) return { certificate, ...fixedCredentials(fixed) };
  if (user.exec && certificate === undefined) {
    const { openExecCredentials } = await import("./exec_plugin.ts");
    return await openExecCredentials(host, user.exec, cluster);
  }
  if (user.authProvider) {
    const { openAuthProvider } = await import("./auth_provider.ts");
    return { certificate, ...openAuthProvider(host, user.authProvider) };
  }
  return { certificate, ...fixedCredentials(undefined) };
}

/** The headers with which the API server is asked to act as somebody else. */
export function impersonationHeaders(as: Impersonation | undefined): [string, string][] {
  if (as?.user === undefined) return [];
  const headers: [string, string][] = [["Impersonate-User", as.user]];
  if (as.uid !== undefined) headers.push(["Impersonate-Uid", as.uid]);
  for (const group of as.groups ?? []) headers.push(["Impersonate-Group", group]);
  for (const [key, values] of Object.entries(as.extra ?? {})) {
    const name = `Impersonate-Extra-${encodeURIComponent(key.toLowerCase())}`;
    for (const value of values) headers.push([name, value]);
  }
  return headers;
}

/**
 * `Bearer <token>`.
 * @throws {ConfigError} where the token can't stand in a header; the runtime's own error would quote it
 */
export function bearer(token: string, origin: string): string {
  // RFC 9110, 5.5: a field value is made of visible characters, spaces and tabs.
  if (!/^[\x21-\x7e]+$/.test(token)) {
    throw new ConfigError(
      `error: the token from ${origin} has characters that no HTTP header can carry (such as a line break or a space)`,
    );
  }
  return `Bearer ${token}`;
}

function fixedAuthorization(user: User): string | undefined {
  if (user.token !== undefined) return bearer(user.token, "the kubeconfig or --token");
  if (user.username === undefined && user.password === undefined) return undefined;
  const bytes = new TextEncoder().encode(`${user.username ?? ""}:${user.password ?? ""}`);
  return `Basic ${btoa(String.fromCharCode(...bytes))}`;
}

function fixedCredentials(value: string | undefined): Omit<Credentials, "certificate"> {
  return { authorization: () => Promise.resolve(value), renew: () => Promise.resolve(false) };
}

function tokenFileCredentials(host: Host, path: string): Omit<Credentials, "certificate"> {
  let read: { value: string; at: number } | undefined;
  async function authorization(): Promise<string> {
    if (!read || host.now() - read.at >= tokenFileLifetime) {
      const token = (await readFile(host, path, "tokenFile")).trim();
      if (token === "") throw new ConfigError(`error: the tokenFile "${path}" is empty`);
      read = { value: bearer(token, `the tokenFile "${path}"`), at: host.now() };
    }
    return read.value;
  }
  async function renew(): Promise<boolean> {
    const before = read?.value;
    read = undefined;
    return await authorization() !== before;
  }
  return { authorization, renew };
}

async function clientCertificate(user: User): Promise<ClientCertificate | undefined> {
  const { clientCertificateData: cert, clientKeyData: key } = user;
  if (cert === undefined || key === undefined) return undefined;
  const { checkedClientCertificate } = await import("./client_certificate.ts");
  try {
    return checkedClientCertificate({ cert, key });
  } catch (error) {
    throw new ConfigError(`error: ${(error as Error).message}`, { cause: error });
  }
}
