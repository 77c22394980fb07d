/** Takes a hook back: what is lent first, then its secret, then its account and what that may do. */

import type { KubeClient } from "../../kube/api/client.ts";
import { type KubeObject, objectName, type Resource } from "../../kube/api/resource.ts";
import { change, find, type Writing } from "../grant/objects/ensure.ts";
import { isLockThere } from "../grant/lock/make_lock.ts";
import { isMarked } from "../grant/objects/marks.ts";
import { roleBindings, roles, secrets, serviceAccounts } from "../grant/objects/resources.ts";
import { planRevoke, revoke } from "../grant/revoke/revoke.ts";
import { ownRole } from "../grant/revoke/revoke_role.ts";
import type { RevokeEvents } from "../grant/revoke/revoke_request.ts";
import { hookAccount } from "./create_hook.ts";
import { type HookName, hookObjectName } from "./hook.ts";
import { NoHook } from "./hook_error.ts";
import { type HookSecret, hookSecretType } from "./hook_secret.ts";

/**
 * @throws {NoHook} where there is nothing of it
 * @throws {ApiError} {ConnectionError} what ended it; what was deleted until then is gone
 */
export async function deleteHook(
  client: KubeClient,
  hook: HookName,
  writing: Writing,
  events: RevokeEvents,
): Promise<void> {
  const parts: [Resource, (there: KubeObject) => boolean][] = [
    [roleBindings, isMarked],
    [roles, isMarked],
    [secrets, (there) => (there as HookSecret).type === hookSecretType],
  ];
  let isThere = false;
  for (const [resource, isOurs] of parts) {
    const there = await partOf(client, resource, hook, writing.signal);
    if (!there) continue;
    isThere = true;
    if (!isOurs(there)) {
      events.left(objectName(resource, hookObjectName(hook.name)), "it is none of a hook's");
      continue;
    }
    const made = await change(client, resource, there, () => undefined, writing);
    if (made) events.made(made);
  }
  const account = hookAccount(hook);
  // Whoever could not delete the lock left it.
  isThere ||= await partOf(client, serviceAccounts, hook, writing.signal) !== undefined ||
    await ownRole(client, account, hook.namespace, writing.signal) !== undefined ||
    await isLockThere(client, account, writing.signal) === true;
  if (!isThere) throw new NoHook(hook);
  const plan = await planRevoke(client, { account }, writing.signal);
  await revoke(client, plan, writing, events);
}

function partOf(
  client: KubeClient,
  resource: Resource,
  { namespace, name }: HookName,
  signal: AbortSignal,
): Promise<KubeObject | undefined> {
  return find(client, resource, { metadata: { namespace, name: hookObjectName(name) } }, signal);
}
