/** Who we are to the API server: headers for each request, and a certificate for the connection. */

import type { Host } from "../../host.ts";
import { ConfigError } from "../api/errors.ts";
import type { Cluster, Impersonation, User } from "../kubeconfig/kubeconfig.ts";

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

/** The headers with which the API server is asked to act as somebody else. */
export function impersonationHeaders(as: Impersonation | undefined): [string, string][] {
  if (as?.user === undefined) return [];
  const headers: [string, string][] = [["Impersonate-User", as.user]];
  if (as.uid !== undefined) headers.push(["Impersonate-Uid", as.uid]);
  for (const group of as.groups ?? []) headers.push(["Impersonate-Group", group]);
  for (const [key, values] of Object.entries(as.extra ?? {})) {
    for (const value of values) headers.push([`Impersonate-Extra-${headerKey(key)}`, value]);
  }
  return headers.map(([name, value]) => [name, headerValue(name, value)]);
}

/** Bytes that no header's name can have are percent-encoded, and so is the percent sign. */
function headerKey(text: string): string {
  return utf8Bytes(text).replace(
    /[^!#$&'*+.^_`|~0-9A-Za-z-]/g,
    (byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`,
  );
}

/** @throws {ConfigError} where the value has a control character; the runtime would quote it */
function headerValue(name: string, value: string): string {
  // deno-lint-ignore no-control-regex -- these are what is looked for
  if (/[\0-\x08\x0a-\x1f\x7f]/.test(value)) {
    throw new ConfigError(`error: the value of the header ${name} has control characters`);
  }
  return utf8Bytes(value);
}

/** UTF-8 as the runtime takes it for headers: one character for each byte. */
function utf8Bytes(text: string): string {
  return new TextEncoder().encode(text).reduce((all, byte) => all + String.fromCharCode(byte), "");
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
    throw new ConfigError(`error: ${(error as Error).message}`, { cause: error });
  }
}
