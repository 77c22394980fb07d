/**
 * What a connection needs, worked out from the kubeconfig and the flags over it.
 * Source: k8s.io/client-go/tools/clientcmd/client_config.go and overrides.go.
 */

import type { Host } from "../host.ts";
import { ConfigError } from "./errors.ts";
import type { Cluster, Context, Impersonation, Kubeconfig, User } from "./kubeconfig.ts";
import { loadKubeconfig } from "./kubeconfig_files.ts";
import { inClusterEntries } from "./in_cluster.ts";

/** kubectl's connection flags, as typed values. Paths are relative to the working directory. */
export interface ConnectionFlags {
  readonly kubeconfig?: string;
  readonly context?: string;
  readonly cluster?: string;
  readonly user?: string;
  readonly namespace?: string;
  readonly server?: string;
  readonly token?: string;
  readonly username?: string;
  readonly password?: string;
  readonly certificateAuthority?: string;
  readonly clientCertificate?: string;
  readonly clientKey?: string;
  readonly tlsServerName?: string;
  readonly insecureSkipTlsVerify?: boolean;
  readonly as?: string;
  readonly asUid?: string;
  readonly asGroup?: readonly string[];
  readonly asUserExtra?: Readonly<Record<string, readonly string[]>>;
  /** Milliseconds for a request; 0 and undefined mean no limit of the user's. */
  readonly requestTimeout?: number;
}

export interface Connection {
  /** Without a slash at its end; may have a path. */
  readonly server: string;
  readonly namespace: string;
  readonly cluster: Cluster;
  readonly user: User;
  readonly requestTimeout?: number;
}

/**
 * @throws {ConfigError} in kubectl's words where context, cluster or user do not exist or a file
 * can't be read
 */
export async function loadConnection(
  host: Pick<Host, "env" | "files" | "platform">,
  flags: ConnectionFlags,
): Promise<Connection> {
  const kubeconfig = await loadKubeconfig(host, flags.kubeconfig);
  const pod = isEmpty(kubeconfig) && !flags.server ? await inClusterEntries(host) : undefined;
  const context = pod?.context ?? pickContext(kubeconfig, flags.context);
  const cluster = pod?.cluster ?? pick("cluster", kubeconfig.clusters, flags.cluster, context);
  const user = pod?.user ?? pick("user", kubeconfig.users, flags.user, context);
  const flagged = { cluster: withClusterFlags(cluster, flags), user: withUserFlags(user, flags) };
  checkUser(flagged.user);
  return {
    ...flagged,
    server: serverAddress(flagged.cluster.server ?? host.env.get("KUBERNETES_MASTER")),
    namespace: flags.namespace ?? context.namespace ?? "default",
    requestTimeout: flags.requestTimeout,
  };
}

function isEmpty(kubeconfig: Kubeconfig): boolean {
  return kubeconfig.clusters.size + kubeconfig.users.size + kubeconfig.contexts.size === 0 &&
    kubeconfig.currentContext === undefined;
}

function pickContext(kubeconfig: Kubeconfig, flag: string | undefined): Context {
  const name = flag ?? kubeconfig.currentContext;
  if (name === undefined) return {};
  const context = kubeconfig.contexts.get(name);
  if (context) return context;
  throw new ConfigError(
    `Error in configuration: context was not found for specified context: ${name}`,
  );
}

function pick<T extends Cluster | User>(
  what: "cluster" | "user",
  entries: ReadonlyMap<string, T>,
  flag: string | undefined,
  context: Context,
): T {
  const name = flag ?? context[what];
  if (name === undefined) return {} as T;
  const entry = entries.get(name);
  if (entry) return entry;
  const kind = what === "user" ? "auth info" : "cluster";
  throw new ConfigError(`error: ${kind} "${name}" does not exist`);
}

function withClusterFlags(cluster: Cluster, flags: ConnectionFlags): Cluster {
  const changed: { -readonly [Key in keyof Cluster]: Cluster[Key] } = { ...cluster };
  if (flags.server !== undefined) {
    changed.server = flags.server;
    changed.tlsServerName = undefined;
  }
  if (flags.tlsServerName !== undefined) changed.tlsServerName = flags.tlsServerName;
  if (flags.certificateAuthority !== undefined) {
    changed.certificateAuthority = flags.certificateAuthority;
    changed.certificateAuthorityData = undefined;
    changed.insecureSkipTlsVerify = flags.insecureSkipTlsVerify;
  } else if (flags.insecureSkipTlsVerify) {
    changed.insecureSkipTlsVerify = true;
    changed.certificateAuthority = undefined;
    changed.certificateAuthorityData = undefined;
  }
  return changed;
}

function withUserFlags(user: User, flags: ConnectionFlags): User {
  const changed: { -readonly [Key in keyof User]: User[Key] } = { ...user };
  if (flags.token !== undefined) {
    changed.token = flags.token;
    changed.tokenFile = undefined;
  }
  if (flags.username !== undefined) changed.username = flags.username;
  if (flags.password !== undefined) changed.password = flags.password;
  if (flags.clientCertificate !== undefined) {
    changed.clientCertificate = flags.clientCertificate;
    changed.clientCertificateData = undefined;
  }
  if (flags.clientKey !== undefined) {
    changed.clientKey = flags.clientKey;
    changed.clientKeyData = undefined;
  }
  changed.impersonate = impersonation(user.impersonate, flags);
  return changed;
}

function impersonation(
  configured: Impersonation | undefined,
  flags: ConnectionFlags,
): Impersonation | undefined {
  const merged: Impersonation = {
    user: flags.as ?? configured?.user,
    uid: flags.asUid ?? configured?.uid,
    groups: flags.asGroup ?? configured?.groups,
    extra: flags.asUserExtra ?? configured?.extra,
  };
  if (merged.user !== undefined) return merged;
  const more = merged.uid !== undefined || merged.groups?.length || merged.extra;
  if (!more) return undefined;
  throw new ConfigError(
    "error: requesting uid, groups or user-extra for  without impersonating a user",
  );
}

function checkUser(user: User): void {
  const basic = user.username !== undefined || user.password !== undefined;
  const token = user.token !== undefined || user.tokenFile !== undefined;
  if (basic && token) {
    throw new ConfigError("error: username/password or bearer token may be set, but not both");
  }
  if (user.exec && user.authProvider) {
    throw new ConfigError(
      "error: exec and auth-provider can't both be set for one user of the kubeconfig",
    );
  }
}

/** A server without a scheme is one with http, as in client-go's DefaultServerURL. */
function serverAddress(server: string | undefined): string {
  const text = server ?? "http://localhost:8080";
  const address = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`;
  if (!URL.canParse(address) || !/^https?:$/.test(new URL(address).protocol)) {
    throw new ConfigError(
      `error: the server address "${text}" is not a URL with http:// or https://`,
    );
  }
  return address.replace(/\/+$/, "");
}
