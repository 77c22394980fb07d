/** A resource of the Kubernetes API, and the object shape that all of them share. */

import { ConfigError } from "./errors.ts";

export interface Resource {
  /** Empty for the core group. */
  readonly group: string;
  readonly version: string;
  readonly plural: string;
  readonly kind: string;
  readonly namespaced: boolean;
}

export interface ObjectMeta {
  name?: string;
  namespace?: string;
  resourceVersion?: string;
  uid?: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  [field: string]: unknown;
}

/** Any object as the API server sends it; fields beyond these are kept as they are. */
export interface KubeObject {
  apiVersion?: string;
  kind?: string;
  metadata: ObjectMeta;
  [field: string]: unknown;
}

export interface ObjectKey {
  /** Undefined for resources that are not namespaced, and for lists over all namespaces. */
  readonly namespace?: string;
  readonly name?: string;
}

/**
 * The path below the server's address, such as `/apis/kubeapps.com/v1alpha1/namespaces/a/apprepositories/b`.
 * @throws {ConfigError} in kubectl's words where a name would lead elsewhere: with the namespace
 * `..`, a list of one namespace is a list of all
 */
export function pathOf(resource: Resource, key: ObjectKey = {}): string {
  const root = resource.group === ""
    ? `/api/${resource.version}`
    : `/apis/${resource.group}/${resource.version}`;
  const namespace = key.namespace === undefined
    ? ""
    : `/namespaces/${segment("namespace", key.namespace)}`;
  const name = key.name === undefined ? "" : `/${segment("resource name", key.name)}`;
  return `${root}${namespace}/${resource.plural}${name}`;
}

function segment(what: string, text: string): string {
  checkPathSegment(what, text);
  // Half a surrogate pair, which a kubeconfig in JSON may hold, is no text: Go puts U+FFFD for it.
  return encodeURIComponent(text.toWellFormed());
}

/**
 * @param what such as `namespace`
 * @throws {ConfigError} in kubectl's words where the text can't stand in an API path
 */
export function checkPathSegment(what: string, text: string): void {
  if (text === "") throw new ConfigError(`error: ${what} may not be empty`);
  const fault = pathSegmentFault(text);
  if (fault === undefined) return;
  throw new ConfigError(`error: invalid ${what} ${JSON.stringify(text)}: [${fault}]`);
}

/** `apprepositories.kubeapps.com`; the core group adds nothing. */
export function groupResource(resource: Resource): string {
  return resource.group === "" ? resource.plural : `${resource.plural}.${resource.group}`;
}

/** `apprepository.kubeapps.com/my-repo`, as kubectl names an object in its output. */
export function objectName(resource: Resource, name: string): string {
  const kind = resource.kind.toLowerCase();
  return resource.group === "" ? `${kind}/${name}` : `${kind}.${resource.group}/${name}`;
}

/**
 * Whether the text can stand as one segment of an API path.
 * Source: IsValidPathSegmentName in k8s.io/apimachinery/pkg/api/validation/path.
 * @returns what is wrong, or undefined
 */
export function pathSegmentFault(name: string): string | undefined {
  if (name === "." || name === "..") return `may not be '${name}'`;
  for (const part of ["/", "%"]) {
    if (name.includes(part)) return `may not contain '${part}'`;
  }
  return undefined;
}
