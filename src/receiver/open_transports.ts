/** Connections to several API servers in one process, without any of the kubeconfig's credentials. */

import type { Host } from "../host.ts";
import type { Connection } from "../kube/kubeconfig/connection.ts";
import type { Transport } from "../kube/transport/transport.ts";
import { openTransport } from "../kube/transport/open_transport.ts";
import { transportOptions } from "../kube/transport/transport_options.ts";

/**
 * In the order given.
 * @throws {ConfigError} where a CA is none, or the runtime can't trust what they need together
 */
export async function openTransports(
  host: Pick<Host, "env" | "files" | "platform" | "now">,
  connections: readonly Connection[],
): Promise<Transport[]> {
  const noCertificate = undefined;
  const transports: Transport[] = [];
  for (const connection of connections) {
    transports.push(await openTransport(host, transportOptions(connection, noCertificate)));
  }
  return transports;
}
