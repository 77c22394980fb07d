/** Takes back the lock, the last of a grant, unless a right is left that it has to hold. */

import type { KubeClient } from "../../../kube/api/client.ts";
import { objectName } from "../../../kube/api/resource.ts";
import { endLockCommand, lockName } from "../lock/lock.ts";
import { isLockThere, makeLock } from "../lock/make_lock.ts";
import { unlock } from "../lock/unlock.ts";
import { bindingsOf } from "../objects/bindings.ts";
import type { Writing } from "../objects/ensure.ts";
import { called, type Group, isAccount, type User } from "../objects/grantee.ts";
import type { RoleBinding } from "../objects/manifests.ts";
import { clusterRoleBindings, policiesOf, roleBindings } from "../objects/resources.ts";
import type { RevokeEvents, RevokeRequest } from "./revoke_request.ts";

/** What is left when the bindings are undone. */
export interface Rest {
  readonly request: RevokeRequest;
  /** That still name the grantee. */
  readonly bindings: readonly RoleBinding[];
  /** Whether the caller could look into every namespace. */
  readonly isComplete: boolean;
}

/** Where a grantee's bindings are looked for by a caller who may not look everywhere. */
export function namespacesOf({ account, namespace, targets }: RevokeRequest): string[] {
  if (isAccount(account)) return [account.namespace];
  if (targets) return targets.map((target) => target.namespace);
  return namespace === undefined ? [] : [namespace];
}

/** A grant at the same time may have bound the grantee again: then it must keep its lock. */
export async function boundMeanwhile(
  client: KubeClient,
  request: RevokeRequest,
  known: readonly RoleBinding[],
  { signal }: Writing,
): Promise<RoleBinding[]> {
  const { bindings } = await bindingsOf(client, request.account, namespacesOf(request), signal);
  const uids = known.map(({ metadata }) => metadata.uid);
  return bindings.filter(({ metadata }) => !uids.includes(metadata.uid));
}

export async function unlockUnlessBound(
  client: KubeClient,
  request: RevokeRequest,
  writing: Writing,
  events: RevokeEvents,
): Promise<void> {
  const { account } = request;
  if (!await unlock(client, account, writing, events) || writing.dryRun !== "none") return;
  // A grant at the same time binds, then looks for the lock; whoever looks last makes it again.
  if ((await boundMeanwhile(client, request, [], writing)).length === 0) return;
  await makeLock(client, account, writing, (made) => events.made(made));
}

/** Of a user or a group nothing else was made; and they go on, so that an unseen right must stay locked. */
export async function endLock(
  client: KubeClient,
  grantee: User | Group,
  { request, bindings, isComplete }: Rest,
  writing: Writing,
  events: RevokeEvents,
): Promise<void> {
  if (bindings.length === 0 && isComplete) {
    return await unlockUnlessBound(client, request, writing, events);
  }
  if (await isLockThere(client, grantee, writing.signal) === false) return;
  const reason = bindings.length > 0
    ? `${called(grantee)} is still named by ${described(bindings)}`
    : `you may not look whether other namespaces name ${called(grantee)}`;
  events.left(
    objectName(policiesOf("v1"), lockName(grantee)),
    `${reason}\nTo end the lock as well: ${endLockCommand(grantee)}`,
  );
}

export function described(bindings: readonly RoleBinding[]): string {
  return bindings.map(({ metadata: { name = "", namespace } }) =>
    namespace === undefined
      ? objectName(clusterRoleBindings, name)
      : `${objectName(roleBindings, name)} in namespace ${namespace}`
  ).join(", ");
}
