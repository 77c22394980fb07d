/** Under which host names and schemes a Gateway takes a route's requests. */

import type { FoundGateway } from "./gateway.ts";
import { type Listener, type ParentRef, urlHost } from "./resources.ts";

export interface ListenerPlace {
  readonly tls: boolean;
  readonly host: string | undefined;
  /** Undefined for the scheme's own. */
  readonly port?: number;
}

/** @param hostnames the route's; none means every host of the listener */
export function listenerPlaces(
  gateway: FoundGateway,
  parent: ParentRef,
  hostnames: readonly string[],
): ListenerPlace[] {
  const [address] = gateway.status?.addresses ?? [];
  const fallback = address?.value === undefined ? undefined : urlHost(address.value);
  return (gateway.spec?.listeners ?? []).filter((listener) => isMeant(listener, parent))
    .flatMap((listener) =>
      hostsOf(listener, hostnames).map((host) => ({
        tls: listener.protocol === "HTTPS",
        host: host ?? fallback,
        port: outerPort(listener, gateway),
      }))
    );
}

function isMeant({ name, port, protocol }: Listener, parent: ParentRef): boolean {
  return (protocol === "HTTP" || protocol === "HTTPS") &&
    (parent.sectionName === undefined || parent.sectionName === name) &&
    (parent.port === undefined || parent.port === port);
}

function hostsOf(
  { hostname }: Listener,
  hostnames: readonly string[],
): readonly (string | undefined)[] {
  if (hostnames.length === 0) return [hostname];
  if (!hostname) return hostnames;
  return hostnames.flatMap((host) => {
    if (matches(hostname, host)) return [host];
    return matches(host, hostname) ? [hostname] : [];
  });
}

/** In the Gateway API `*.example.com` stands for one label or more. */
function matches(pattern: string, host: string): boolean {
  return pattern.startsWith("*.")
    ? host.length > pattern.length - 1 && host.endsWith(pattern.slice(1))
    : pattern === host;
}

/**
 * Traefik's listeners have the ports of its Pods, as its chart sets them up; its Service is reached at
 * the scheme's own.
 */
function outerPort({ port }: Listener, { isTraefik }: FoundGateway): number | undefined {
  if (port === 0) return undefined;
  return isTraefik && (port === 8443 || port === 8000) ? undefined : port;
}
