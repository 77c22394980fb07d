import { proxyFor } from "./proxy.ts";
import type { TrustHost } from "./system_roots.ts";
import type { Transport, TransportOptions } from "./transport.ts";

/** @throws {ConfigError} where certificates or the proxy's address are no good */
export async function openTransport(
  host: TrustHost,
  options: TransportOptions,
): Promise<Transport> {
  const proxy = proxyFor(options.server, options.proxyUrl, host.env);
  if (options.server.startsWith("https:") && (options.insecure || options.serverName)) {
    const { openSocketTransport } = await import("./transport_socket.ts");
    return await openSocketTransport(host, options, proxy);
  }
  const { openFetchTransport } = await import("./transport_fetch.ts");
  return await openFetchTransport(host, options, proxy);
}
