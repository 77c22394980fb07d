/** Puts the connection flags over what the kubeconfig says. */

import type { ConnectionFlags } from "./connection_flags.ts";
import type { Cluster, Impersonation, User } from "./kubeconfig.ts";

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

export function withClusterFlags(cluster: Cluster, flags: ConnectionFlags): Cluster {
  const changed: Mutable<Cluster> = { ...cluster };
  if (flags.server) changed.server = flags.server;
  // The kubeconfig's name belongs to the kubeconfig's server.
  if (flags.server || flags.tlsServerName) changed.tlsServerName = flags.tlsServerName;
  if (flags.insecureSkipTlsVerify || flags.certificateAuthority) {
    changed.insecureSkipTlsVerify = flags.insecureSkipTlsVerify;
    changed.certificateAuthority = flags.certificateAuthority;
    changed.certificateAuthorityData = undefined;
  }
  return changed;
}

/** A tokenFile stays beside `--token`, and wins: that is what kubectl does. */
export function withUserFlags(user: User, flags: ConnectionFlags): User {
  const changed: Mutable<User> = { ...user };
  if (flags.token) changed.token = flags.token;
  if (flags.username) changed.username = flags.username;
  if (flags.password) changed.password = flags.password;
  if (flags.clientCertificate) {
    changed.clientCertificate = flags.clientCertificate;
    changed.clientCertificateData = undefined;
  }
  if (flags.clientKey) {
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
    user: flags.as || configured?.user,
    uid: flags.asUid || configured?.uid,
    groups: flags.asGroup?.length ? flags.asGroup : configured?.groups,
    extra: flags.asUserExtra ?? configured?.extra,
  };
  const none = merged.user === undefined && merged.uid === undefined &&
    !merged.groups?.length && merged.extra === undefined;
  return none ? undefined : merged;
}
