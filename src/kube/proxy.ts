/** Which proxy a request goes through, as Go reads it (golang.org/x/net/http/httpproxy). */

import type { Environment } from "../host.ts";
import { ConfigError } from "./errors.ts";

/**
 * @param server the API server's address
 * @param configured the kubeconfig's `proxy-url`, which beats the environment and NO_PROXY
 * @returns the proxy's URL, or undefined for a direct connection
 */
export function proxyFor(
  server: string,
  configured: string | undefined,
  env: Pick<Environment, "get">,
): string | undefined {
  if (configured !== undefined) return checked(configured, "proxy-url");
  const { protocol, hostname, port } = new URL(server);
  const name = protocol === "https:" ? "HTTPS_PROXY" : "HTTP_PROXY";
  const proxy = either(env, name);
  if (!proxy || isLoopback(hostname)) return undefined;
  const effectivePort = port || (protocol === "https:" ? "443" : "80");
  if (isExempt(hostname, effectivePort, either(env, "NO_PROXY"))) return undefined;
  return checked(/^[a-z0-9]+:\/\//i.test(proxy) ? proxy : `http://${proxy}`, name);
}

function either(env: Pick<Environment, "get">, name: string): string {
  return env.get(name) || env.get(name.toLowerCase()) || "";
}

function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || /^127\./.test(hostname) || hostname === "[::1]";
}

function isExempt(hostname: string, port: string, noProxy: string): boolean {
  return noProxy.split(",").map((entry) => entry.trim().toLowerCase()).some((entry) => {
    if (entry === "") return false;
    if (entry === "*") return true;
    const [, host = "", entryPort] = /^(.*?)(?::([0-9]+))?$/.exec(entry) ?? [];
    if (entryPort !== undefined && entryPort !== port) return false;
    const bare = host.replace(/^\*?\./, "");
    return hostname.endsWith(`.${bare}`) || (hostname === bare && bare === host);
  });
}

function checked(proxy: string, origin: string): string {
  if (URL.canParse(proxy) && /^(https?|socks5h?):$/.test(new URL(proxy).protocol)) return proxy;
  throw new ConfigError(
    `error: the proxy address from ${origin} is not a URL with http://, https:// or socks5://`,
  );
}
