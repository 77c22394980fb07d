/** Under which host names and schemes a Gateway takes a route's requests. */

import { type Gateway, type Listener, type ParentRef, urlHost } from "./resources.ts";

export interface ListenerPlace {
  readonly tls: boolean;
  readonly host: string | undefined;
  readonly port: number;
}

/** @param hostnames the route's; none means every host of the listener */
export function listenerPlaces(
  gateway: Gateway,
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
        port: listener.port,
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
