import { ConfigError } from "../api/errors.ts";
import { withOddHeads } from "./odd_heads.ts";
import { proxyFor } from "./proxy.ts";
import { isTextLogin } from "./proxy_login.ts";
import type { TrustHost } from "./system_roots.ts";
import type { Transport, TransportOptions } from "./transport.ts";

/** @throws {ConfigError} where certificates or the proxy's address are no good */
export async function openTransport(
  host: TrustHost,
  options: TransportOptions,
): Promise<Transport> {
  const proxy = proxyFor(options.server, options.proxyUrl, host.env);
  const isTls = options.server.startsWith("https:");
  // Only fetch can talk TLS with a proxy; it adds headers of its own.
  const isVerbatim = options.verbatim && !proxy?.startsWith("https:");
  const isOddLogin = proxy !== undefined && !isTextLogin(new URL(proxy));
  if (isVerbatim || (isTls && (options.insecure || options.serverName || isOddLogin))) {
    return await overSockets(host, options, proxy);
  }
  if (isOddLogin) {
    throw new ConfigError("error: the user or password in the proxy's address is no UTF-8");
  }
  const { openFetchTransport } = await import("./transport_fetch.ts");
  const transport = await openFetchTransport(host, options, proxy);
  return isTls && !proxy?.startsWith("https:")
    ? withOddHeads(transport, () => overSockets(host, options, proxy))
    : transport;
}

async function overSockets(host: TrustHost, options: TransportOptions, proxy: string | undefined) {
  const { openSocketTransport } = await import("./transport_socket.ts");
  return await openSocketTransport(host, options, proxy);
}
