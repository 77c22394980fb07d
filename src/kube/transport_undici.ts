import { connect } from "node:tls";
import { Agent, type buildConnector, type Dispatcher, ProxyAgent } from "undici";
import type { Host } from "../host.ts";
import type { Transport, TransportOptions } from "./transport.ts";
import { trustOnly, withoutMeddling } from "./trust.ts";

/** Milliseconds, as in client-go. */
const longestConnect = 30_000;

/**
 * For what the runtime's own fetch can't do: not to verify the server, and another name for it.
 * @param proxy the proxy's URL
 * @throws {ConfigError} where the runtime can't trust what this connection needs and nothing else
 */
export async function openUndiciTransport(
  host: Pick<Host, "env" | "files" | "platform">,
  options: TransportOptions,
  proxy: string | undefined,
): Promise<Transport> {
  const tls: TlsOptions = {
    ...options.certificate,
    ca: options.insecure ? undefined : await trustOnly(host, options.ca),
    rejectUnauthorized: !options.insecure,
    servername: options.serverName,
  };
  // The runtime reads its choice of certificates when the first client is made, whatever its kind.
  withoutMeddling(host.env, () => Deno.createHttpClient({ caCerts: [] }).close());
  const dispatcher: Dispatcher = proxy === undefined
    ? new Agent({ connect: connector(tls) })
    : new ProxyAgent({ uri: proxy, requestTls: tls, proxyTls: { ca: tls.ca } });
  return {
    proxy: proxy && new URL(proxy).host,
    async send(url, { method, headers, body, signal }) {
      const { origin, pathname, search } = new URL(url);
      const answer = await orAbort(
        signal,
        dispatcher.request({
          origin,
          path: pathname + search,
          method: method as Dispatcher.HttpMethod,
          headers: headers.flat(),
          body,
          signal,
        }),
      );
      return {
        status: answer.statusCode,
        headers: toHeaders(answer.headers),
        text: () => answer.body.text(),
      };
    },
    close: () => void dispatcher.destroy(),
  };
}

/** undici hears an abort only when it is connected. */
async function orAbort<T>(signal: AbortSignal, pending: Promise<T>): Promise<T> {
  let abort = () => {};
  const aborted = new Promise<never>((_, reject) => {
    abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener("abort", abort);
  });
  try {
    return await Promise.race([pending, aborted]);
  } finally {
    signal.removeEventListener("abort", abort);
    pending.catch(() => {});
  }
}

interface TlsOptions {
  readonly cert?: string;
  readonly key?: string;
  readonly ca?: string[];
  readonly rejectUnauthorized: boolean;
  readonly servername?: string;
}

/**
 * Deno 2.6 says that a connection is secure before it says that the server's certificate is no
 * good; undici would write into it, and the reason would be lost.
 */
function connector(tls: TlsOptions): buildConnector.connector {
  return ({ hostname, port }, callback) => {
    const host = hostname.replace(/^\[|\]$/g, "");
    const socket = connect({
      ...tls,
      host,
      port: Number(port || 443),
      ALPNProtocols: ["http/1.1"],
    });
    socket.setNoDelay(true);
    socket.setTimeout(longestConnect, () => socket.destroy(new Error("connect ETIMEDOUT")));
    socket.once("error", (cause) => {
      callback(new Error(`client error (Connect): ${cause.message}`, { cause }), null);
    });
    socket.once("secureConnect", () => {
      if (!socket.getPeerCertificate().raw) return;
      socket.setTimeout(0);
      callback(null, socket);
    });
  };
}

function toHeaders(received: Record<string, string | string[] | undefined>): Headers {
  const headers = new Headers();
  for (const [name, values] of Object.entries(received)) {
    for (const value of [values ?? []].flat()) headers.append(name, value);
  }
  return headers;
}
