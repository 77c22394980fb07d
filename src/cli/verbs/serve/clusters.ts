/** The API servers that `serve` passes on to. */

import type { Host } from "../../../host.ts";
import { loadConnection } from "../../../kube/kubeconfig/connection.ts";
import type { ConnectionFlags } from "../../../kube/kubeconfig/connection_flags.ts";
import { KubeError } from "../../../kube/api/errors.ts";
import { NotAnonymousError } from "../../../receiver/anonymous_check.ts";
import { ApiServer, type ApiServerOptions } from "../../../receiver/api_server.ts";
import { openTransports } from "../../../receiver/open_transports.ts";

export interface ClusterOptions extends Pick<ApiServerOptions, "now" | "userAgent"> {
  observe(cluster: string, method: string, code: number | undefined, ms: number): void;
}

/** Milliseconds that a start waits for an API server. */
const patience = 2_500;

/** @throws {ConfigError} where a context or a CA is no good */
export async function openClusters(
  host: Host,
  clusters: ReadonlyMap<string, ConnectionFlags>,
  { observe, ...options }: ClusterOptions,
): Promise<Map<string, ApiServer>> {
  const names = [...clusters.keys()];
  const connections = await Promise.all(
    [...clusters.values()].map((flags) => loadConnection(host, flags)),
  );
  const transports = await openTransports(host, connections);
  return new Map(names.map((name, at) => {
    const address = connections[at]!.server;
    const transport = transports[at]!;
    const server = new ApiServer({
      ...options,
      name,
      address,
      transport,
      observe: (method, code, ms) => observe(name, method, code, ms),
    });
    return [name, server];
  }));
}

/**
 * An API server that can't be reached may come; one that takes us for somebody never gets a token.
 * @throws {Error} naming the cluster and whom its API server takes us for
 */
export async function checkClusters(
  servers: readonly ApiServer[],
  say: (message: string) => void,
): Promise<void> {
  for (const server of servers) {
    try {
      await server.ensureAnonymous(AbortSignal.timeout(patience));
    } catch (error) {
      const cluster = `cluster ${JSON.stringify(server.name)}`;
      if (error instanceof NotAnonymousError) {
        throw new Error(
          `${cluster} is not served: ${error.message}\nGive the API server's own address: not that of kubectl proxy, nor of anything else that adds credentials.`,
        );
      }
      if (!(error instanceof KubeError || error instanceof DOMException)) throw error;
      say(
        `${cluster} can't be reached yet, requests for it get 502 until it can: ${error.message}`,
      );
    }
  }
}
