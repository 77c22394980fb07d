/**
 * What a connection needs, worked out from the kubeconfig and the flags over it.
 * Source: k8s.io/client-go/tools/clientcmd/client_config.go.
 */

import type { Host } from "../../host.ts";
import { checkCluster, checkUser, configurationError } from "./config_faults.ts";
import { ConfigError } from "../api/errors.ts";
import { checkPathSegment } from "../api/resource.ts";
import type { ConnectionFlags } from "./connection_flags.ts";
import { withClusterFlags, withUserFlags } from "./flags_over.ts";
import { type InCluster, inClusterEntries } from "./in_cluster.ts";
import type { Cluster, Context, Kubeconfig, User } from "./kubeconfig.ts";
import { type LoadedKubeconfig, loadKubeconfig } from "./kubeconfig_files.ts";
import { overPlainHttp, serverAddress } from "./server_address.ts";
import { shownPath } from "./shown_path.ts";

/** Certificates and keys that the kubeconfig keeps in files have been read into the `…Data` fields. */
export interface Connection {
  /** Without a slash at its end; may have a path. */
  readonly server: string;
  readonly namespace: string;
  readonly cluster: Cluster;
  readonly user: User;
  readonly requestTimeout?: number;
  /** Advice for the case that nothing answers: the address is not from a kubeconfig. */
  readonly hint?: string;
}

/** The entries that the flags and the current context name. */
interface Chosen {
  readonly context: Context;
  readonly user: User;
  readonly cluster: Cluster;
  /** What a flag names and is not there. */
  readonly missing?: ConfigError;
  /** For errors. */
  readonly names: { readonly user: string; readonly cluster: string };
}

/**
 * @throws {ConfigError} in kubectl's words where context, cluster or user do not exist, exclude
 * each other's settings, or name a file that can't be read
 */
export async function loadConnection(
  host: Pick<Host, "env" | "files" | "platform">,
  flags: ConnectionFlags,
): Promise<Connection> {
  const kubeconfig = await loadKubeconfig(host, flags.kubeconfig);
  const chosen = choose(kubeconfig, flags);
  const pod = await inClusterEntries(host);
  const named = chosen.cluster.server ?? flags.server;
  const { user, cluster } = pod && named === undefined ? inPod(pod, flags) : chosen;
  const checkedUser = await checkUser(host, withUserFlags(user, flags), chosen.names.user);
  const checkedCluster = await checkCluster(
    host,
    withClusterFlags(cluster, flags),
    chosen.names.cluster,
  );
  const faults = [
    ...missingEntries(kubeconfig, flags),
    ...checkedUser.faults,
    ...checkedCluster.faults,
  ];
  // kubectl looks for the namespace first, and in doing so at the whole kubeconfig.
  if (faults.length > 0 && !(flags.namespace && chosen.missing)) throw configurationError(faults);
  if (chosen.missing) throw chosen.missing;
  const server = serverAddress(
    checkedCluster.value.server ?? (host.env.get("KUBERNETES_MASTER") || "http://localhost:8080"),
  );
  const namespace = flags.namespace ?? chosen.context.namespace ?? pod?.namespace ?? "default";
  checkPathSegment("namespace", namespace);
  return {
    server: server.address,
    namespace,
    cluster: checkedCluster.value,
    user: overPlainHttp(server, checkedUser.value),
    requestTimeout: flags.requestTimeout,
    hint: checkedCluster.value.server === undefined ? noServer(kubeconfig) : undefined,
  };
}

/** Only what a flag names must exist; what the context names may be missing, as with kubectl. */
function choose(kubeconfig: Kubeconfig, flags: ConnectionFlags): Chosen {
  const { contexts, users, clusters, currentContext = "" } = kubeconfig;
  const context = contexts.get(flags.context ?? currentContext);
  const names = {
    user: flags.user ?? context?.user ?? "",
    cluster: flags.cluster ?? context?.cluster ?? "",
  };
  const user = users.get(names.user);
  const cluster = clusters.get(names.cluster);
  const missing = flags.user && !user
    ? missingEntry("auth info", flags.user)
    : flags.context && !context
    ? missingEntry("context", flags.context)
    : flags.cluster && !cluster
    ? missingEntry("cluster", flags.cluster)
    : undefined;
  return { context: context ?? {}, user: user ?? {}, cluster: cluster ?? {}, names, missing };
}

/** In a Pod, unlike with a kubeconfig, kubectl lets `--token` replace the token's file. */
function inPod({ cluster, user }: InCluster, flags: ConnectionFlags) {
  return { cluster, user: flags.token ? {} : user };
}

function missingEntry(kind: string, name: string): ConfigError {
  return new ConfigError(`error: ${kind} "${name}" does not exist`);
}

function missingEntries(
  { contexts, clusters, currentContext }: Kubeconfig,
  flags: ConnectionFlags,
): string[] {
  const faults: string[] = [];
  const name = flags.context ?? currentContext;
  if (name !== undefined && !contexts.has(name)) {
    faults.push(`context was not found for specified context: ${name}`);
  }
  if (flags.cluster && !clusters.has(flags.cluster)) {
    faults.push(`no server found for cluster "${flags.cluster}"`);
  }
  return faults;
}

function noServer({ sources, missing, currentContext, contexts }: LoadedKubeconfig): string {
  if (sources.length === 0 && missing.length > 0) {
    return `KUBECONFIG names ${missing.map(shownPath).join(", ")}, which ${
      missing.length === 1 ? "is" : "are"
    } not there.`;
  }
  if (sources.length === 0) {
    return "No kubeconfig was found: set KUBECONFIG, or --kubeconfig, or --server.";
  }
  const files = sources.join(", ");
  if (currentContext === undefined) {
    return `No context is chosen in ${files}: add --context, or run kubectl config use-context.`;
  }
  const cluster = contexts.get(currentContext)?.cluster;
  return `The context "${currentContext}" of ${files} leads to no cluster with a server` +
    (cluster === undefined ? "." : ` (its cluster is "${cluster}").`);
}
