// Stands in for transport_fetch.ts: plain HTTP and https:// proxies are all that is left to fetch.

import type { TrustHost } from "../../../src/kube/transport/system_roots.ts";
import type { Transport, TransportOptions } from "../../../src/kube/transport/transport.ts";
import { openFetchTransport as openReal } from "../../../src/kube/transport/transport_fetch.ts";
import { openSocketTransport } from "../../../src/kube/transport/transport_socket.ts";

export function openFetchTransport(
  host: TrustHost,
  options: TransportOptions,
  proxy: string | undefined,
): Promise<Transport> {
  const byFetch = options.server.startsWith("http:") || proxy?.startsWith("https:");
  return (byFetch ? openReal : openSocketTransport)(host, options, proxy);
}
