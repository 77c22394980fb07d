/** Which proxy a request goes through, as Go reads it (golang.org/x/net/http/httpproxy). */

import type { Environment } from "../../host.ts";
import { ConfigError } from "../api/errors.ts";
import { isInRange, isLoopback, sameAddress, withoutBrackets } from "./ip.ts";

/**
 * @param server the API server's address
 * @param configured the kubeconfig's `proxy-url`, which beats the environment and NO_PROXY
 * @returns the proxy's URL, or undefined for a direct connection
 * @throws {ConfigError} where the address is no good
 */
export function proxyFor(
  server: string,
  configured: string | undefined,
  env: Pick<Environment, "get">,
): string | undefined {
  if (configured !== undefined) return usable(configured, "proxy-url", kubeconfigSchemes);
  const { protocol, hostname, port } = new URL(server);
  const name = protocol === "https:" ? "HTTPS_PROXY" : "HTTP_PROXY";
  const proxy = either(env, name);
  if (!proxy) return undefined;
  const target = {
    host: withoutBrackets(hostname.toLowerCase()),
    port: port || (protocol === "https:" ? "443" : "80"),
  };
  if (isLoopback(target.host) || isExempt(target, either(env, "NO_PROXY"))) return undefined;
  const complete = /^[a-z][a-z0-9+.-]*:\/\/./i.test(proxy) ? proxy : `http://${proxy}`;
  return usable(complete, name, [...kubeconfigSchemes, "socks5h"]);
}

const kubeconfigSchemes = ["http", "https", "socks5"];

/** @returns in Go's words why this can't be a proxy's address, or undefined */
export function proxyUrlFault(
  proxy: string,
  schemes: readonly string[] = kubeconfigSchemes,
): string | undefined {
  if (!URL.canParse(proxy)) return "it is not a URL with http://, https:// or socks5://";
  const scheme = new URL(proxy).protocol.slice(0, -1);
  if (schemes.includes(scheme)) return undefined;
  return `unsupported scheme "${scheme}", must be http, https, or socks5`;
}

function usable(proxy: string, origin: string, schemes: readonly string[]): string {
  const fault = proxyUrlFault(proxy, schemes);
  if (fault === undefined) return proxy;
  // Without the address: it may hold a password.
  throw new ConfigError(`error: the proxy's address in ${origin} is no good: ${fault}`);
}

function either(env: Pick<Environment, "get">, name: string): string {
  return env.get(name) || env.get(name.toLowerCase()) || "";
}

interface Target {
  readonly host: string;
  readonly port: string;
}

function isExempt(target: Target, noProxy: string): boolean {
  return noProxy.split(",").some((entry) => matches(target, entry.trim().toLowerCase()));
}

function matches({ host, port }: Target, entry: string): boolean {
  if (entry === "*") return true;
  if (entry.includes("/")) return isInRange(host, entry);
  const { name, onlyPort } = splitPort(entry);
  if (name === "" || (onlyPort !== undefined && onlyPort !== port)) return false;
  if (sameAddress(host, name)) return true;
  // `example.com` is the domain and all below it, `.example.com` and `*.example.com` only below.
  const domain = name.replace(/^\*\./, ".");
  return domain.startsWith(".")
    ? host.endsWith(domain)
    : host === domain || host.endsWith(`.${domain}`);
}

function splitPort(entry: string): { name: string; onlyPort?: string } {
  const [, name = entry, onlyPort] = /^(\[[^\]]*\]|[^:]*):([^:]*)$/.exec(entry) ?? [];
  return { name: withoutBrackets(name), onlyPort };
}
