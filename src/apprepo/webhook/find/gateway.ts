/** Reads what an HTTPRoute hangs on: a Gateway, or a ListenerSet that adds listeners to one. */

import type { KubeClient } from "../../../kube/api/client.ts";
import { ApiError } from "../../../kube/api/errors.ts";
import type { KubeObject, Resource } from "../../../kube/api/resource.ts";
import {
  experimentalListenerSets,
  type Gateway,
  type GatewayClass,
  gatewayClasses,
  gatewayExperiments,
  gateways,
  type ListenerSet,
  listenerSets,
  type ParentRef,
} from "./resources.ts";

export interface FoundGateway extends Gateway {
  /** Its listeners are those of Traefik, see `outerPort`. */
  readonly isTraefik?: boolean;
}

/** What a route's parent turned out to be: undefined where it can't be read. */
export type FindGateway = (ref: ParentRef, namespace: string) => Promise<FoundGateway | undefined>;

type Reader = Pick<KubeClient, "get">;

/** Asks for each object once. */
export function gatewayFinder(client: Reader, signal: AbortSignal): FindGateway {
  const known = new Map<string, Promise<unknown>>();

  function read<T extends KubeObject>(
    resource: Resource,
    namespace: string | undefined,
    name: string,
  ) {
    const key = `${resource.group}/${resource.plural}/${namespace}/${name}`;
    const found = known.get(key) ?? readIfSeen<T>(client, resource, { namespace, name }, signal);
    known.set(key, found);
    return found as Promise<T | undefined>;
  }

  async function readGateway(ref: ParentRef, own: string): Promise<FoundGateway | undefined> {
    const gateway = await read<Gateway>(gateways, ref.namespace ?? own, ref.name);
    if (!gateway) return undefined;
    const { gatewayClassName = "" } = gateway.spec ?? {};
    const byName = /traefik/i.test(gatewayClassName);
    const isTraefik = byName || gatewayClassName !== "" &&
        (await read<GatewayClass>(gatewayClasses, undefined, gatewayClassName))?.spec
            ?.controllerName ===
          "traefik.io/gateway-controller";
    return { ...gateway, isTraefik };
  }

  return async (ref, own) => {
    if (ref.kind !== "ListenerSet" && ref.kind !== "XListenerSet") {
      return await readGateway(ref, own);
    }
    const resource = ref.group === gatewayExperiments ? experimentalListenerSets : listenerSets;
    const namespace = ref.namespace ?? own;
    const set = await read<ListenerSet>(resource, namespace, ref.name);
    const parent = set?.spec?.parentRef;
    if (!parent) return undefined;
    const gateway = await readGateway(parent, namespace);
    const listeners = set.spec?.listeners ?? [];
    return gateway && { ...gateway, spec: { ...gateway.spec, listeners } };
  };
}

async function readIfSeen<T extends KubeObject>(
  client: Reader,
  resource: Resource,
  key: { namespace: string | undefined; name: string },
  signal: AbortSignal,
): Promise<T | undefined> {
  try {
    return await client.get<T>(resource, key, { signal });
  } catch (error) {
    if (error instanceof ApiError && (error.code === 403 || error.code === 404)) return undefined;
    throw error;
  }
}
