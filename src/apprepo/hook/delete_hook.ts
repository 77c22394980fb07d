/** Takes a hook back: what is lent first, then its secret, then its account and what that may do. */

import type { KubeClient } from "../../kube/api/client.ts";
import { type KubeObject, objectName, type Resource } from "../../kube/api/resource.ts";
import type { Account } from "../grant/objects/account.ts";
import { change, find, type Writing } from "../grant/objects/ensure.ts";
import { roleName } from "../grant/objects/grantee.ts";
import type { RoleBinding } from "../grant/objects/manifests.ts";
import { isMarked } from "../grant/objects/marks.ts";
import { roleBindings, roles, secrets, serviceAccounts } from "../grant/objects/resources.ts";
import { planRevoke, revoke } from "../grant/revoke/revoke.ts";
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
  const role = await find(client, roles, roleOf(account), writing.signal);
  isThere ||= role !== undefined ||
    await partOf(client, serviceAccounts, hook, writing.signal) !== undefined;
  if (!isThere) throw new NoHook(hook);
  const plan = await planRevoke(client, { account }, writing.signal);
  await revoke(client, plan, writing, events);
  // A delete that ended half-way leaves a Role that is not bound any more.
  if (!role || !isMarked(role) || plan.ours.some((one) => isBound(role, one))) return;
  const made = await change(client, roles, role, () => undefined, writing);
  if (made) events.made(made);
}

function roleOf(account: Account): Pick<KubeObject, "metadata"> {
  return { metadata: { namespace: account.namespace, name: roleName(account) } };
}

function isBound({ metadata }: KubeObject, { roleRef }: RoleBinding): boolean {
  return roleRef.kind === roles.kind && roleRef.name === metadata.name;
}

function partOf(
  client: KubeClient,
  resource: Resource,
  { namespace, name }: HookName,
  signal: AbortSignal,
): Promise<KubeObject | undefined> {
  return find(client, resource, { metadata: { namespace, name: hookObjectName(name) } }, signal);
}
