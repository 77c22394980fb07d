import type { TrustHost } from "./system_roots.ts";
import { bodyText } from "./body_text.ts";
import type { Transport, TransportOptions } from "./transport.ts";
import { loginText } from "./proxy_login.ts";
import { targetOf } from "./target.ts";
import { makeTrusting, trustOnly } from "./trust.ts";

/**
 * The runtime's own fetch: the quickest start, and one connection for each request at a time.
 * @param proxy the proxy's URL
 * @throws {ConfigError} where the runtime can't trust what this connection needs and nothing else
 */
export async function openFetchTransport(
  host: TrustHost,
  options: TransportOptions,
  proxy: string | undefined,
): Promise<Transport> {
  const isTls = options.server.startsWith("https:");
  const wanted = isTls ? await trustOnly(host, options) : { trusted: [], passedOver: [] };
  const { made: client, authorities } = makeTrusting(
    host.env,
    wanted,
    (caCerts) =>
      Deno.createHttpClient({
        // fetch leaves Nagle's algorithm on (denoland/deno PR 35581): a frame of HTTP/2 that nobody
        // answers, such as SETTINGS, holds back the next request until the server confirms it, about
        // 40 ms later. In HTTP/1.1 a request is one segment, and every one is answered.
        http2: false,
        ...(options.keepAlive === false ? { poolMaxIdlePerHost: 0 } : {}),
        caCerts,
        ...options.certificate,
        ...(proxy === undefined ? {} : { proxy: proxyOption(proxy) }),
      }),
  );
  return {
    proxy: proxy && new URL(proxy).host,
    passedOver: authorities.passedOver,
    async send(url, request) {
      const headers = request.headers.map(([name, value]): [string, string] => [name, value]);
      const body = request.body === undefined ? undefined : sentOnce(request.body);
      const response = await fetch(url, { ...request, body, headers, client, redirect: "manual" })
        .catch(async (error) => {
          throw proxy === undefined ? error : await withProxysReason(error, proxy, url);
        });
      return {
        status: response.status,
        headers: response.headers,
        stream: () => bytesOf(response),
        text: () => bodyText(bytesOf(response)),
      };
    },
    close: () => client.close(),
  };
}

/**
 * Deno newer than 2.6 sends a request again by itself, a PUT too, when a kept connection breaks before
 * the answer: one refresh would count as two, and nobody would know. A body that it does not hold as
 * text keeps it from that. In 2.6 a Blob would cost a millisecond or two for nothing.
 */
function sentOnce(body: string): BodyInit {
  return Deno.version.deno.startsWith("2.6.") ? body : new Blob([body]);
}

/** The runtime keeps to itself why a proxy opened no tunnel: the proxy is asked once more. */
async function withProxysReason(error: Error, proxy: string, server: string): Promise<Error> {
  const isHttp = proxy.startsWith("http:") && server.startsWith("https:");
  if (!isHttp || !/unsuccessful tunnel|proxy auth/.test(String(error.cause ?? error))) return error;
  const { openTunnel } = await import("./tunnel.ts");
  try {
    (await openTunnel(new URL(proxy), targetOf(new URL(server), 443))).destroy();
    return error;
  } catch (cause) {
    return new Error("client error (Connect): the proxy refused", { cause });
  }
}

/**
 * Gives the runtime a moment after an answer to see that the server closed the connection with it:
 * it would send the next request into a dead one.
 */
async function* bytesOf(response: Response): AsyncGenerator<Uint8Array> {
  yield* response.body ?? [];
  await new Promise((resolve) => setTimeout(resolve, 0));
}

function proxyOption(proxy: string): Deno.Proxy {
  const url = new URL(proxy);
  const basicAuth = loginText(url);
  url.username = "";
  url.password = "";
  return basicAuth === undefined ? { url: url.href } : { url: url.href, basicAuth };
}
