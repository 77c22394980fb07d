import type { ConnectionOptions } from "node:tls";
import { ConfigError } from "../api/errors.ts";
import { HttpConnection } from "./http/http_connection.ts";
import type { TrustHost } from "./system_roots.ts";
import { targetOf } from "./target.ts";
import { nameToVerify, openTlsSocket } from "./tls_socket.ts";
import { openPlainSocket } from "./tunnel.ts";
import type { Transport, TransportOptions } from "./transport.ts";
import { makeTrusting, trustOnly } from "./trust.ts";

/**
 * For what the runtime's own fetch can't do: not to verify the server, another name for it, and
 * requests that are what they are told to be, byte for byte.
 * @param proxy the proxy's URL
 * @throws {ConfigError} where the runtime can't trust what this connection needs and nothing else
 */
export async function openSocketTransport(
  host: TrustHost,
  options: TransportOptions,
  proxy: string | undefined,
): Promise<Transport> {
  if (proxy?.startsWith("https:")) {
    throw new ConfigError(
      "error: an https:// proxy can't be combined with insecure-skip-tls-verify, tls-server-name or a login that is no UTF-8: use an http:// or socks5:// one",
    );
  }
  const server = new URL(options.server);
  const isTls = server.protocol === "https:";
  const wanted = options.insecure || !isTls
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
    ...named(options),
  };
  const target = targetOf(server, isTls ? 443 : 80);
  const keepAlive = options.keepAlive !== false;
  const idle: HttpConnection[] = [];
  let closed = false;

  async function connected(): Promise<HttpConnection> {
    for (let kept = idle.pop(); kept; kept = idle.pop()) {
      if (kept.isUsable) return kept;
      kept.close();
    }
    try {
      const socket = isTls
        ? await openTlsSocket(tls, proxy, target)
        : await openPlainSocket(proxy, target);
      return new HttpConnection(socket, options.verbatim);
    } catch (cause) {
      // In hyper's words, so that both transports' errors are told apart in the same way.
      const message = cause instanceof Error ? cause.message : String(cause);
      throw new Error(`client error (Connect): ${message}`, { cause });
    }
  }

  return {
    proxy: proxy && new URL(proxy).host,
    passedOver: authorities.passedOver,
    async send(url, request) {
      const connection = await orAbort(request.signal, connected());
      return await connection.send(new URL(url), request, (again) => {
        if (again && keepAlive && !closed && connection.isUsable) idle.push(connection);
        else connection.close();
      });
    },
    close() {
      closed = true;
      for (const connection of idle.splice(0)) connection.close();
    },
  };
}

/** @throws {ConfigError} where the server can't be found to have the name; unverified, it needs none */
function named({ serverName, insecure }: TransportOptions): ConnectionOptions {
  if (serverName === undefined) return {};
  const name = nameToVerify(serverName);
  if (name !== undefined) return name;
  if (insecure) return {};
  throw new ConfigError(
    `error: no server's certificate is valid for the tls-server-name ${
      JSON.stringify(serverName)
    }\nGive the name that the certificate holds, without scheme and port.`,
  );
}

/** A connection that comes too late is closed. */
async function orAbort(
  signal: AbortSignal,
  pending: Promise<HttpConnection>,
): Promise<HttpConnection> {
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
    if (signal.aborted) pending.then((connection) => connection.close(), () => {});
  }
}
