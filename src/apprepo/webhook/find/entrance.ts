/** A way from outside to a Service, as seen in the cluster. */

import type { Resource } from "../../../kube/api/resource.ts";
import { objectName } from "../../../kube/api/resource.ts";
import type { Backend } from "./backend.ts";

export interface Entrance {
  /** Such as `ingress.networking.k8s.io/kubeapps in namespace "kubeapps"`. */
  readonly object: string;
  readonly backend: Backend;
  /** What the webhook's path is appended to; undefined where there is none, and `why` says why. */
  readonly baseUrl?: string;
  readonly why?: string;
}

export interface Place {
  readonly tls: boolean;
  readonly host: string | undefined;
  /** Where it is not the scheme's own. */
  readonly port?: number;
  /** See `basePath`. */
  readonly path: string | undefined;
}

/** Makes the entrance of a place; one without a usable host or path has only its reason. */
export function entranceAt(object: string, backend: Backend, place: Place): Entrance {
  const { tls, host, port, path } = place;
  if (path === undefined) return { object, backend, why: "its path is not the webhook's" };
  if (!host) return { object, backend, why: "it has no host name and no address yet" };
  if (host.includes("*")) return { object, backend, why: `its host is ${host}` };
  const own = tls ? 443 : 80;
  const shownPort = port === undefined || port === own ? "" : `:${port}`;
  const baseUrl = `${tls ? "https" : "http"}://${host.toLowerCase()}${shownPort}${path}`;
  if (!URL.canParse(baseUrl)) return { object, backend, why: `its host is ${host}` };
  return { object, backend, baseUrl };
}

export function objectLabel(resource: Resource, namespace: string, name = ""): string {
  return `${objectName(resource, name)} in namespace "${namespace}"`;
}
