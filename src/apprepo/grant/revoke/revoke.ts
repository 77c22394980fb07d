/** Takes back what grant gave: the rights first, then what is left without use. */

import type { KubeClient } from "../../../kube/api/client.ts";
import { bindingsOf, isOurs } from "../objects/bindings.ts";
import { isAccount } from "../objects/grantee.ts";
import type { Writing } from "../objects/ensure.ts";
import type { RoleBinding } from "../objects/manifests.ts";
import type { RevokeEvents, RevokeRequest } from "./revoke_request.ts";
import { endAccount } from "./revoke_account.ts";
import { boundMeanwhile, endLock, namespacesOf } from "./revoke_lock.ts";
import { deleteUnbound, unbind, withoutNames } from "./revoke_role.ts";

/** What a revoke is about to touch. */
export interface RevokePlan {
  readonly request: RevokeRequest;
  /** To be unbound. */
  readonly ours: readonly RoleBinding[];
  /** That keep naming the grantee. */
  readonly others: readonly RoleBinding[];
  readonly isComplete: boolean;
}

/** Reads only. */
export async function planRevoke(
  client: KubeClient,
  request: RevokeRequest,
  signal: AbortSignal,
): Promise<RevokePlan> {
  const { account, targets } = request;
  const namespaces = targets?.map(({ namespace }) => namespace) ?? namespacesOf(request);
  const { bindings, isComplete } = await bindingsOf(client, account, namespaces, signal);
  const whole = targets?.filter(({ names }) => names === undefined)
    .map(({ namespace }) => namespace);
  function isMeant(binding: RoleBinding): boolean {
    return isOurs(account, binding) &&
      (whole === undefined || whole.includes(binding.metadata.namespace ?? ""));
  }
  return {
    request,
    ours: bindings.filter(isMeant),
    others: bindings.filter((binding) => !isMeant(binding)),
    isComplete,
  };
}

/**
 * @returns the bindings that were deleted
 * @throws {ApiError} {ConnectionError} what ended it; what was revoked until then stays so
 */
export async function revoke(
  client: KubeClient,
  { request, ours, others, isComplete }: RevokePlan,
  writing: Writing,
  events: RevokeEvents,
): Promise<RoleBinding[]> {
  const { account, targets } = request;
  const deleted: RoleBinding[] = [];
  const rest: RoleBinding[] = [];
  for (const binding of ours) {
    try {
      if (await unbind(client, account, binding, writing, events)) deleted.push(binding);
    } catch (error) {
      writing.signal.throwIfAborted();
      events.failed(binding, error);
      rest.push(binding);
    }
  }
  if (targets === undefined) {
    for (const namespace of namespacesOf(request)) {
      await deleteUnbound(client, account, namespace, [...ours, ...others], writing, events);
    }
  }
  const emptied = await withoutNames(client, request, others, writing, events);
  rest.push(...others.filter((binding) => !emptied.includes(binding)));
  if (writing.dryRun === "none") rest.push(...await boundMeanwhile(client, request, rest, writing));
  const left = { request, bindings: rest, isComplete };
  if (isAccount(account)) await endAccount(client, account, left, writing, events);
  else await endLock(client, account, left, writing, events);
  if (targets === undefined && !isComplete) {
    events.left("RoleBindings in other namespaces", "you may not look whether there are any");
  }
  return [...deleted, ...emptied];
}
