import { isIP } from "node:net";
import { connect, type ConnectionOptions, type TLSSocket } from "node:tls";
import { Agent, type buildConnector, type Dispatcher } from "undici";
import { ConfigError } from "../api/errors.ts";
import type { TrustHost } from "./system_roots.ts";
import type { Transport, TransportOptions } from "./transport.ts";
import { makeTrusting, trustOnly } from "./trust.ts";
import { openSocket, openTunnel } from "./tunnel.ts";

/** Milliseconds, as in client-go. */
const longestConnect = 30_000;

/**
 * For what the runtime's own fetch can't do: not to verify the server, and another name for it.
 * @param proxy the proxy's URL
 * @throws {ConfigError} where the runtime can't trust what this connection needs and nothing else
 */
export async function openUndiciTransport(
  host: TrustHost,
  options: TransportOptions,
  proxy: string | undefined,
): Promise<Transport> {
  if (proxy?.startsWith("https:")) {
    throw new ConfigError(
      "error: an https:// proxy can't be combined with insecure-skip-tls-verify or tls-server-name: use an http:// or socks5:// one",
    );
  }
  const wanted = options.insecure
    ? { trusted: [], passedOver: [] }
    : await trustOnly(host, options);
  // The runtime reads its choice of certificates when the first client is made, whatever its kind;
  // and node:tls says nothing of a certificate that it can't use.
  const { authorities } = makeTrusting(host.env, wanted, (caCerts) => {
    Deno.createHttpClient({ caCerts }).close();
  });
  const tls = {
    ...options.certificate,
    ca: authorities.trusted.map(({ pem }) => pem),
    rejectUnauthorized: !options.insecure,
    ...nameToVerify(options.serverName),
  };
  const agent = new Agent({
    connect: connector(tls, proxy),
    pipelining: options.keepAlive === false ? 0 : 1,
  });
  return {
    proxy: proxy && new URL(proxy).host,
    passedOver: authorities.passedOver,
    async send(url, { method, headers, body, signal }) {
      const { origin, pathname, search } = new URL(url);
      const answer = await orAbort(
        signal,
        agent.request({
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
        text: () => wholeText(answer.body),
      };
    },
    close: () => void agent.close(),
  };
}

/** undici counts a connection as free a moment after the body's end; else it opens another one. */
async function wholeText(body: { text(): Promise<string> }): Promise<string> {
  const text = await body.text();
  await new Promise((resolve) => setTimeout(resolve, 0));
  return text;
}

/** An IP address as `servername` would have Node warn the user; as the host it is verified too. */
function nameToVerify(name: string | undefined): ConnectionOptions {
  if (name === undefined) return {};
  return isIP(name) ? { host: name } : { servername: name };
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

function connector(
  tls: ConnectionOptions,
  proxy: string | undefined,
): buildConnector.connector {
  return ({ hostname, port }, callback) => {
    const target = { host: hostname.replace(/^\[|\]$/g, ""), port: Number(port || 443) };
    secureConnection(tls, proxy, target).then(
      (socket) => callback(null, socket),
      // In hyper's words, so that both transports' errors are told apart in the same way.
      (cause) => callback(new Error(`client error (Connect): ${cause.message}`, { cause }), null),
    );
  };
}

async function secureConnection(
  tls: ConnectionOptions,
  proxy: string | undefined,
  target: { host: string; port: number },
): Promise<TLSSocket> {
  const tunnel = proxy === undefined
    ? await openSocket(target)
    : await openTunnel(new URL(proxy), target);
  const socket = connect({
    host: target.host,
    ...tls,
    socket: tunnel,
    ALPNProtocols: ["http/1.1"],
  });
  return await new Promise((resolve, reject) => {
    socket.setTimeout(longestConnect, () => socket.destroy(new Error("connect ETIMEDOUT")));
    socket.once("error", reject);
    socket.once("secureConnect", () => {
      // Deno 2.6 says this before it says that the server's certificate is no good.
      if (!socket.getPeerCertificate().raw) return;
      socket.setTimeout(0);
      socket.setNoDelay(true);
      resolve(socket);
    });
  });
}

function toHeaders(received: Record<string, string | string[] | undefined>): Headers {
  const headers = new Headers();
  for (const [name, values] of Object.entries(received)) {
    for (const value of [values ?? []].flat()) headers.append(name, value);
  }
  return headers;
}
