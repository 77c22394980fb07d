import type { TrustHost } from "./system_roots.ts";
import { bodyText } from "./body_text.ts";
import type { Transport, TransportOptions, TransportRequest } from "./transport.ts";
import { trustOnly, withoutMeddling } from "./trust.ts";

/**
 * The runtime's own fetch: HTTP/2, one connection, and the quickest start.
 * @param proxy the proxy's URL
 * @throws {ConfigError} where the runtime can't trust what this connection needs and nothing else
 */
export async function openFetchTransport(
  host: TrustHost,
  options: TransportOptions,
  proxy: string | undefined,
): Promise<Transport> {
  const isTls = options.server.startsWith("https:");
  const caCerts = isTls ? await trustOnly(host, options.ca) : [];
  const client = withoutMeddling(host.env, () =>
    Deno.createHttpClient({
      caCerts,
      ...options.certificate,
      ...(proxy === undefined ? {} : { proxy: proxyOption(proxy) }),
    }));
  return {
    proxy: proxy && new URL(proxy).host,
    async send(url, request) {
      if (isTls && request.body !== undefined) nudge(client, options.server, request);
      const headers = request.headers.map(([name, value]): [string, string] => [name, value]);
      const response = await fetch(url, { ...request, headers, client, redirect: "manual" });
      return {
        status: response.status,
        headers: response.headers,
        text: () => bodyText(response),
      };
    },
    close: () => client.close(),
  };
}

/**
 * fetch leaves Nagle's algorithm on: a request's body waits about 40 ms for the server to confirm
 * its header (denoland/deno PR 35581). Another small request on the same HTTP/2 connection makes
 * the server answer at once; the answer itself is of no interest.
 */
function nudge(client: Deno.HttpClient, server: string, request: TransportRequest): void {
  const { signal } = request;
  const headers = request.headers.filter(([name]) => nudgeHeaders.has(name)) as [string, string][];
  fetch(`${server}/version`, { client, headers, signal, redirect: "manual" })
    .then((response) => response.body?.cancel())
    .catch(() => {});
}

/** Not the body's type, nor the one impersonated, who may have no right to ask. */
const nudgeHeaders = new Set(["authorization", "user-agent"]);

function proxyOption(proxy: string): Deno.Proxy {
  const url = new URL(proxy);
  const { username, password } = url;
  url.username = "";
  url.password = "";
  if (username === "") return { url: url.href };
  const basicAuth = {
    username: decodeURIComponent(username),
    password: decodeURIComponent(password),
  };
  return { url: url.href, basicAuth };
}
