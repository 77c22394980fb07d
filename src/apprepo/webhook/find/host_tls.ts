/** Whether a host is served with TLS: one Ingress has its certificate for all others of that host. */

import type { Entrance } from "./entrance.ts";
import type { Ingress } from "./resources.ts";

/** An entry without hosts is for all of that Ingress. */
export function hasTls({ spec }: Ingress, host: string | undefined): boolean {
  return (spec?.tls ?? []).some(({ hosts = [] }) =>
    hosts.length === 0 || (host !== undefined && hosts.some((entry) => covers(entry, host)))
  );
}

/** Turns those of Ingresses to https where any Ingress has TLS for their host. */
export function withTlsOfHosts(
  entrances: readonly Entrance[],
  ingresses: readonly Ingress[],
): Entrance[] {
  return entrances.map((entrance) => {
    if (!isPlainIngress(entrance)) return entrance;
    const url = new URL(entrance.baseUrl!);
    if (!ingresses.some((ingress) => hasTlsFor(ingress, url.hostname))) return entrance;
    return { ...entrance, baseUrl: entrance.baseUrl!.replace(/^http:/, "https:") };
  });
}

export function isPlainIngress({ byIngress, baseUrl }: Entrance): boolean {
  return byIngress === true && baseUrl?.startsWith("http:") === true;
}

function hasTlsFor(ingress: Ingress, host: string): boolean {
  const rules = ingress.spec?.rules ?? [];
  return (ingress.spec?.tls ?? []).some(({ hosts = [] }) =>
    hosts.length > 0
      ? hosts.some((entry) => covers(entry, host))
      : rules.some((rule) => rule.host !== undefined && covers(rule.host, host))
  );
}

/** `*.example.com` stands for one label. */
function covers(entry: string, host: string): boolean {
  if (!entry.startsWith("*.")) return entry.toLowerCase() === host.toLowerCase();
  return entry.slice(1).toLowerCase() === host.slice(host.indexOf(".")).toLowerCase();
}
