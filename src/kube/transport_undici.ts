import { Agent, type Dispatcher, fetch, ProxyAgent } from "undici";
import type { Transport, TransportOptions } from "./transport.ts";

/**
 * For what the runtime's own fetch can't do: not to verify the server, and another name for it.
 * @param proxy the proxy's URL
 */
export function openUndiciTransport(
  options: TransportOptions,
  proxy: string | undefined,
): Transport {
  const tls = {
    ...options.certificate,
    ca: options.ca,
    rejectUnauthorized: !options.insecure,
    servername: options.serverName,
  };
  const dispatcher: Dispatcher = proxy === undefined
    ? new Agent({ connect: tls })
    : new ProxyAgent({ uri: proxy, requestTls: tls });
  return {
    async send(url, { method, headers, body, signal }) {
      const request = { method, body, signal, dispatcher, redirect: "manual" } as const;
      return await fetch(url, { ...request, headers: [...headers] }) as unknown as Response;
    },
    close: () => void dispatcher.destroy(),
  };
}
