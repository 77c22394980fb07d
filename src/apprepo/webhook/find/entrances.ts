/** Collects every way from outside to the Services that may answer a webhook. */

import type { KubeClient } from "../../../kube/api/client.ts";
import { ApiError } from "../../../kube/api/errors.ts";
import { groupResource, type KubeObject, type Resource } from "../../../kube/api/resource.ts";
import type { Backend } from "./backend.ts";
import type { Entrance } from "./entrance.ts";
import { gatewayFinder } from "./gateway.ts";
import { routeEntrances } from "./http_route.ts";
import { isPlainIngress, withTlsOfHosts } from "./host_tls.ts";
import { ingressEntrances } from "./ingress.ts";
import { loadBalancerEntrances } from "./load_balancer.ts";
import { type HttpRoute, httpRoutes, type Ingress, ingresses } from "./resources.ts";

export interface Seen {
  readonly entrances: readonly Entrance[];
  /** What could not be looked at, each a sentence without its full stop. */
  readonly notes: readonly string[];
}

export async function findEntrances(
  client: Pick<KubeClient, "get" | "list">,
  backends: readonly Backend[],
  refreshPath: string,
  signal: AbortSignal,
): Promise<Seen> {
  const entrances: Entrance[] = [];
  const notes: string[] = [];
  const seen: Ingress[] = [];
  const findGateway = gatewayFinder(client, signal);
  for (const namespace of new Set(backends.map((backend) => backend.namespace))) {
    const here = backends.filter((backend) => backend.namespace === namespace);
    const found = await listAll<Ingress>(client, ingresses, namespace, notes, signal);
    seen.push(...found);
    const routes = await listAll<HttpRoute>(client, httpRoutes, namespace, notes, signal);
    for (const backend of here) {
      entrances.push(...loadBalancerEntrances(backend));
      entrances.push(...found.flatMap((one) => ingressEntrances(one, backend, refreshPath)));
      for (const route of routes) {
        entrances.push(...await routeEntrances(route, backend, refreshPath, findGateway));
      }
    }
  }
  const judged = withTlsOfHosts(entrances, seen);
  if (!judged.some(isPlainIngress)) return { entrances: judged, notes };
  // An Ingress elsewhere may have the certificate. Who may not look is told that none was seen.
  const all = await listAll<Ingress>(client, ingresses, undefined, [], signal);
  return { entrances: withTlsOfHosts(judged, all), notes };
}

/** A cluster without the Gateway API has no such type, which is no news to anybody. */
async function listAll<T extends KubeObject>(
  client: Pick<KubeClient, "list">,
  resource: Resource,
  namespace: string | undefined,
  notes: string[],
  signal: AbortSignal,
): Promise<T[]> {
  const found: T[] = [];
  try {
    for await (const item of client.list<T>(resource, { namespace }, { signal })) found.push(item);
  } catch (error) {
    if (!(error instanceof ApiError) || (error.code !== 403 && !error.isUnknownType)) throw error;
    if (error.code === 403) {
      notes.push(`you may not list ${groupResource(resource)} in namespace "${namespace}"`);
    }
  }
  return found;
}
