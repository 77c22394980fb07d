import type { Host } from "../host.ts";
import type { Transport, TransportOptions, TransportRequest } from "./transport.ts";

/**
 * The runtime's own fetch: HTTP/2, one connection, and the quickest start.
 * @param proxy the proxy's URL
 */
export function openFetchTransport(
  host: Pick<Host, "env">,
  options: TransportOptions,
  proxy: string | undefined,
): Transport {
  isolateFromEnvironment(host.env, options.ca !== undefined);
  const client = Deno.createHttpClient({
    caCerts: options.ca === undefined ? [] : [options.ca],
    ...options.certificate,
    ...(proxy === undefined ? {} : { proxy: proxyOption(proxy) }),
  });
  const multiplexed = options.server.startsWith("https:");
  return {
    send(url, request) {
      if (multiplexed && request.body !== undefined) nudge(client, options.server, request);
      return fetch(url, { ...request, client, redirect: "manual" });
    },
    close: () => client.close(),
  };
}

/**
 * fetch leaves Nagle's algorithm on: a request's body waits about 40 ms for the server to confirm
 * its header (denoland/deno PR 35581). Another small request on the same HTTP/2 connection makes
 * the server answer at once; the answer itself is of no interest.
 */
function nudge(
  client: Deno.HttpClient,
  server: string,
  { headers, signal }: TransportRequest,
): void {
  fetch(`${server}/version`, { client, headers: nudgeHeaders(headers), signal, redirect: "manual" })
    .then((response) => response.body?.cancel())
    .catch(() => {});
}

/** Neither the body's type nor the one impersonated, who may have no right to ask. */
function nudgeHeaders(headers: Headers): Headers {
  const kept = new Headers();
  for (const name of ["authorization", "user-agent"]) {
    const value = headers.get(name);
    if (value !== null) kept.set(name, value);
  }
  return kept;
}

/**
 * Deno adds the certificates of these variables to those it is given, and sends loopback through a
 * proxy. The certificate store is chosen once for the process, when the first client is made: the
 * empty one where the kubeconfig names a CA, since that CA alone counts, else the system's.
 */
function isolateFromEnvironment(env: Host["env"], ownCa: boolean): void {
  env.set("DENO_TLS_CA_STORE", ownCa ? "" : "system");
  for (const name of ["DENO_CERT", "HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "NO_PROXY"]) {
    env.delete(name);
    env.delete(name.toLowerCase());
  }
}

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
