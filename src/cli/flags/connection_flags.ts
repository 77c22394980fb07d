/** kubectl's connection flags, on every command that talks to a cluster. */

import type { ConnectionFlags } from "../../kube/kubeconfig/connection_flags.ts";
import { parseDuration } from "./duration.ts";
import { boolean, type FlagValues, integer, text, texts } from "./flags.ts";
import { UsageError } from "../usage_error.ts";

/** In kubectl's order, by name. */
export const connectionFlags = {
  as: text("Username to impersonate: a user or system:serviceaccount:NAMESPACE:NAME"),
  asGroup: texts("Group to impersonate, may be repeated"),
  asUid: text("UID to impersonate"),
  asUserExtra: texts("Extra of the user to impersonate as key=value, may be repeated"),
  cacheDir: text("Accepted as kubectl has it; this program keeps no cache", { offer: "folders" }),
  certificateAuthority: text("File with the certificate of the certificate authority", {
    offer: "files",
  }),
  clientCertificate: text("File with the client certificate for TLS", { offer: "files" }),
  clientKey: text("File with the client key for TLS", { offer: "files" }),
  cluster: text("The kubeconfig cluster to use", { offer: "clusters" }),
  context: text("The kubeconfig context to use", { offer: "contexts" }),
  disableCompression: boolean("Accepted as kubectl has it; answers here are small"),
  insecureSkipTlsVerify: boolean(
    "Don't check the server's certificate: makes the connection insecure",
  ),
  kubeconfig: text("The kubeconfig file to use", { offer: "files" }),
  namespace: text("The namespace to use", { shorthand: "n", offer: "namespaces" }),
  password: text("Password for basic authentication to the API server"),
  requestTimeout: text(
    "How long to wait for one answer of the server, such as 1s or 2m; 0 leaves it to the program",
  ),
  server: text("The address of the Kubernetes API server", { shorthand: "s" }),
  tlsServerName: text("The name to find in the server's certificate instead of its host name"),
  token: text("Bearer token for authentication to the API server"),
  user: text("The kubeconfig user to use", { offer: "users" }),
  username: text("Username for basic authentication to the API server"),
  v: integer(0, "Log level: 6 shows requests, 7 headers, 8 and 9 bodies, all without secrets", {
    shorthand: "v",
  }),
  warningsAsErrors: boolean("Exit with an error where the server sent a warning"),
};

/** How help shows them, below a command's own. */
export const connectionSection = {
  heading: "Connection options, as in 'kubectl options'",
  flags: connectionFlags,
};

export type ConnectionValues = FlagValues<typeof connectionFlags>;

const { user: _, ...flagsBesideUser } = connectionFlags;

/** Of commands whose `--user` is whom they are about. */
export const connectionSectionBesideUser = {
  heading:
    "Connection options, as in 'kubectl options'; --user is none of them here: --context chooses the kubeconfig user",
  flags: flagsBesideUser,
};

/** The connection that such a command was given: whom it is about is not who connects. */
export function besideUser(values: ConnectionValues): ConnectionValues {
  return { ...values, user: undefined };
}

export function isConnectionSection({ flags }: { readonly flags: unknown }): boolean {
  return flags === connectionFlags || flags === flagsBesideUser;
}

/** @throws {UsageError} */
export function completeConnectionFlags(values: ConnectionValues): ConnectionFlags {
  return {
    ...values,
    asGroup: values.asGroup.length > 0 ? values.asGroup : undefined,
    asUserExtra: values.asUserExtra.length > 0 ? userExtra(values.asUserExtra) : undefined,
    requestTimeout: values.requestTimeout ? requestTimeout(values.requestTimeout) : undefined,
  };
}

function userExtra(pairs: readonly string[]): Record<string, string[]> {
  const extra: Record<string, string[]> = {};
  for (const pair of pairs) {
    const at = pair.indexOf("=");
    if (at < 1) {
      throw new UsageError(`--as-user-extra wants key=value, not ${JSON.stringify(pair)}`);
    }
    (extra[pair.slice(0, at)] ??= []).push(pair.slice(at + 1));
  }
  return extra;
}

function requestTimeout(given: string): number {
  const ms = /^[0-9]+$/.test(given) ? Number(given) * 1_000 : parseDuration(given);
  if (ms !== undefined && ms >= 0) return ms;
  throw new UsageError(
    "Invalid timeout value. Timeout must be a single integer in seconds, or an integer followed by a corresponding time unit (e.g. 1s | 2m | 3h)",
  );
}
