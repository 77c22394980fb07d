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
  /** How much of the path its rule asks for: the more, the sooner it takes a request. */
  readonly specificity?: number;
  /** An Ingress, whose host may have its TLS by another. */
  readonly byIngress?: boolean;
  /** The annotation that tells of TLS, see `tlsHint`. */
  readonly tlsHint?: string;
}

export interface Place {
  readonly tls: boolean;
  readonly host: string | undefined;
  /** Where it is not the scheme's own. */
  readonly port?: number;
  /** See `basePath`. */
  readonly path: string | undefined;
  /** See `Entrance`, as the others. */
  readonly specificity?: number;
  readonly byIngress?: boolean;
  readonly tlsHint?: string;
}

/** Of a rule's path; one that takes nothing else comes before every prefix. */
export function specificityOf(path: string, exact: boolean): number {
  return exact ? Infinity : path.replace(/(?<=.)[/*]+$/, "").length;
}

/** Makes the entrance of a place; one without a usable host or path has only its reason. */
export function entranceAt(object: string, backend: Backend, place: Place): Entrance {
  const { tls, host, port, path, specificity, byIngress, tlsHint } = place;
  if (path === undefined) return { object, backend, why: "its path is not the webhook's" };
  if (!host) return { object, backend, why: "it has no host name and no address yet" };
  if (host.includes("*")) return { object, backend, why: `its host is ${host}` };
  const own = tls ? 443 : 80;
  const shownPort = port === undefined || port === own ? "" : `:${port}`;
  const baseUrl = `${tls ? "https" : "http"}://${host.toLowerCase()}${shownPort}${path}`;
  if (!URL.canParse(baseUrl)) return { object, backend, why: `its host is ${host}` };
  return { object, backend, baseUrl, specificity, byIngress, tlsHint };
}

export function objectLabel(resource: Resource, namespace: string, name = ""): string {
  return `${objectName(resource, name)} in namespace "${namespace}"`;
}
