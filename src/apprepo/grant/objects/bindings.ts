/** Which bindings name an account, a user or a group. */

import type { KubeClient } from "../../../kube/api/client.ts";
import { ApiError } from "../../../kube/api/errors.ts";
import type { KubeObject, Resource } from "../../../kube/api/resource.ts";
import { bindingName, type Grantee, isSubject, roleName } from "./grantee.ts";
import type { RoleBinding } from "./manifests.ts";
import { isMarked } from "./marks.ts";
import { clusterRoleBindings, roleBindings, typeOf } from "./resources.ts";

export interface GranteeBindings {
  readonly bindings: readonly RoleBinding[];
  /** Whether the caller could look into every namespace. */
  readonly isComplete: boolean;
}

/** RoleBindings and ClusterRoleBindings that the caller can see; in the given namespaces at least. */
export async function bindingsOf(
  client: KubeClient,
  grantee: Grantee,
  namespaces: readonly string[],
  signal: AbortSignal,
): Promise<GranteeBindings> {
  const everywhere = await listed(client, roleBindings, undefined, signal);
  const cluster = await listed(client, clusterRoleBindings, undefined, signal);
  const there = everywhere ?? (await Promise.all(
    namespaces.map(async (namespace) => await listed(client, roleBindings, namespace, signal)),
  )).flatMap((bindings) => bindings ?? []);
  const bindings = [...there, ...cluster ?? []].filter(({ subjects }) =>
    subjects?.some((subject) => isSubject(grantee, subject))
  );
  return { bindings, isComplete: everywhere !== undefined };
}

/** Whether grant made the binding, or put the grantee into it. */
export function isOurs(grantee: Grantee, binding: RoleBinding): boolean {
  return binding.metadata.namespace !== undefined &&
    (isMarked(binding) || isNamedFor(grantee, binding));
}

/** Whether the binding has the name that grant gives it; that of a user or a group nobody else has. */
export function isNamedFor(grantee: Grantee, { metadata: { name } }: Pick<KubeObject, "metadata">) {
  return name === bindingName(grantee) || name === roleName(grantee);
}

/** @returns undefined where the caller may not look */
export async function listed(
  client: KubeClient,
  resource: Resource,
  namespace: string | undefined,
  signal: AbortSignal,
): Promise<RoleBinding[] | undefined> {
  try {
    const items = client.list<RoleBinding>(resource, { namespace }, { signal });
    // A list leaves out what its items have in common.
    return (await Array.fromAsync(items)).map((item) => ({ ...item, ...typeOf(resource) }));
  } catch (error) {
    if (error instanceof ApiError && error.code === 403) return undefined;
    throw error;
  }
}
