/** Which of several ways in a webhook takes. */

import type { Backend } from "./backend.ts";
import type { Entrance } from "./entrance.ts";

/**
 * @param usable those with an address
 * @returns those that are left once it is clear what answers at each host; several addresses where
 * only the user can tell
 */
export function choose(
  usable: readonly Entrance[],
  backends: readonly Backend[],
): readonly Entrance[] {
  const taking = winners(preferTls(usable));
  // Where the receiver takes the path, Kubeapps' own rules for the rest of the host are no rivals.
  const hosts = new Set(taking.filter(isReceiver).map(hostOf));
  const left = taking.filter((one) => isReceiver(one) || !hosts.has(hostOf(one)));
  // Whoever installed it beside Kubeapps meant it to answer. In another namespace it may be a trap.
  const beside = left.filter((one) => isReceiver(one) && isBesideKubeapps(one, backends));
  return beside.length > 0 ? beside : left;
}

/** Where the same address is served with TLS, the one without is no choice. */
function preferTls(entrances: readonly Entrance[]): Entrance[] {
  const known = new Set(entrances.map(({ baseUrl }) => baseUrl));
  return entrances.filter(({ baseUrl = "" }) =>
    baseUrl.startsWith("https:") || !known.has(baseUrl.replace(/^http:/, "https:"))
  );
}

/** Of several rules for one address, the most specific path takes the webhook; of two such, the receiver. */
function winners(entrances: readonly Entrance[]): Entrance[] {
  return entrances.filter((one) =>
    entrances.every((other) => other.baseUrl !== one.baseUrl || !beats(other, one))
  );
}

function beats(one: Entrance, other: Entrance): boolean {
  const more = (one.specificity ?? 0) - (other.specificity ?? 0);
  return more > 0 || (more === 0 && isReceiver(one) && !isReceiver(other));
}

function isReceiver({ backend }: Entrance): boolean {
  return backend.kind === "receiver";
}

function isBesideKubeapps({ backend }: Entrance, backends: readonly Backend[]): boolean {
  return backends.some(({ kind, namespace }) =>
    kind === "kubeapps" && namespace === backend.namespace
  );
}

function hostOf({ baseUrl = "" }: Entrance): string {
  return new URL(baseUrl).host;
}
