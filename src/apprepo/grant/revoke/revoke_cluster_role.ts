/** Deletes a ClusterRole that grant made and nothing binds any more. */

import type { KubeClient } from "../../../kube/api/client.ts";
import { objectName } from "../../../kube/api/resource.ts";
import { listed } from "../objects/bindings.ts";
import { change, find, type Writing } from "../objects/ensure.ts";
import type { RoleBinding } from "../objects/manifests.ts";
import { isMarked } from "../objects/marks.ts";
import { clusterRoleBindings, clusterRoles, roleBindings } from "../objects/resources.ts";
import type { RevokeEvents } from "./revoke_request.ts";

/** @param gone bindings that this run has deleted, or would have */
export async function revokeClusterRole(
  client: KubeClient,
  name: string,
  gone: readonly RoleBinding[],
  writing: Writing,
  events: RevokeEvents,
): Promise<void> {
  const called = objectName(clusterRoles, name);
  const role = await find(client, clusterRoles, { metadata: { name } }, writing.signal);
  if (!role) return;
  if (!isMarked(role)) return events.left(called, "grant did not make it");
  const bindings = [
    await listed(client, roleBindings, undefined, writing.signal),
    await listed(client, clusterRoleBindings, undefined, writing.signal),
  ];
  if (bindings.includes(undefined)) {
    return events.left(called, "you may not look whether other namespaces use it");
  }
  const uids = gone.map(({ metadata }) => metadata.uid);
  const users = bindings.flatMap((some) => some ?? []).filter(({ roleRef, metadata }) =>
    roleRef.kind === "ClusterRole" && roleRef.name === name && !uids.includes(metadata.uid)
  );
  if (users.length > 0) {
    return events.left(
      called,
      `${users.length} other binding${users.length > 1 ? "s use" : " uses"} it`,
    );
  }
  const made = await change(client, clusterRoles, role, () => undefined, writing);
  if (made) events.made(made);
}
