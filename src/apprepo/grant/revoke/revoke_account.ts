/** Takes back the ServiceAccount itself: its tokens, the object and its lock. */

import type { KubeClient } from "../../../kube/api/client.ts";
import type { KubeObject, Resource } from "../../../kube/api/resource.ts";
import { objectName } from "../../../kube/api/resource.ts";
import type { Account } from "../objects/account.ts";
import { bindingsOf } from "../objects/bindings.ts";
import { change, find, type Writing } from "../objects/ensure.ts";
import { isLockThere, makeLock } from "../lock/make_lock.ts";
import type { RoleBinding, TokenSecret } from "../objects/manifests.ts";
import { isAdopted, isMarked } from "../objects/marks.ts";
import { secrets, serviceAccounts } from "../objects/resources.ts";
import type { RevokeEvents } from "./revoke_request.ts";
import { tokenSecrets } from "../objects/token_secrets.ts";
import { unlock } from "../lock/unlock.ts";

/** A grant at the same time may have bound the account again: then it must keep its lock. */
export async function boundMeanwhile(
  client: KubeClient,
  account: Account,
  known: readonly RoleBinding[],
  { signal }: Writing,
): Promise<RoleBinding[]> {
  const { bindings } = await bindingsOf(client, account, [account.namespace], signal);
  const uids = known.map(({ metadata }) => metadata.uid);
  return bindings.filter(({ metadata }) => !uids.includes(metadata.uid));
}

/** @returns those that grant did not make: they go with the account, where that goes */
export async function deleteSecrets(
  client: KubeClient,
  account: Account,
  writing: Writing,
  events: RevokeEvents,
): Promise<readonly TokenSecret[]> {
  const { ours, others } = await tokenSecrets(client, account, writing.signal);
  for (const secret of ours) await deleteOne(client, secrets, secret, writing, events);
  return others;
}

export function leaveSecrets(others: readonly TokenSecret[], events: RevokeEvents): void {
  for (const { metadata: { name = "" } } of others) {
    const reason =
      "grant did not make it; its token stays good for what the ServiceAccount may still do";
    events.left(objectName(secrets, name), reason);
  }
}

/** @returns whether the account is gone, or will be in a dry run */
export async function deleteAccount(
  client: KubeClient,
  account: Account,
  writing: Writing,
  events: RevokeEvents,
): Promise<boolean> {
  const metadata = { ...account };
  const existing = await find(client, serviceAccounts, { metadata }, writing.signal);
  const isOurs = existing && isMarked(existing) && !isAdopted(existing);
  if (isOurs) await deleteOne(client, serviceAccounts, existing, writing, events);
  else if (existing) {
    events.left(objectName(serviceAccounts, account.name), "it was there before the grant");
  }
  // Last, when no right is left that it would have to hold.
  await unlockUnlessBound(client, account, writing, events);
  return existing === undefined || isOurs === true;
}

async function unlockUnlessBound(
  client: KubeClient,
  account: Account,
  writing: Writing,
  events: RevokeEvents,
): Promise<void> {
  if (!await unlock(client, account, writing, events) || writing.dryRun !== "none") return;
  // A grant at the same time binds, then looks for the lock; whoever looks last makes it again.
  if ((await boundMeanwhile(client, account, [], writing)).length === 0) return;
  await makeLock(client, account, writing, (made) => events.made(made));
}

export async function leaveAccount(
  client: KubeClient,
  account: Account,
  reason: string,
  { signal }: Writing,
  events: RevokeEvents,
): Promise<void> {
  const existing = await find(client, serviceAccounts, { metadata: { ...account } }, signal);
  if (!existing) return;
  const isLocked = await isLockThere(client, account, signal);
  const lock = isLocked
    ? ", so its lock stays as well"
    : ", so its lock stays as well, if it has one";
  const called = objectName(serviceAccounts, account.name);
  events.left(called, isLocked === false ? reason : reason + lock);
}

async function deleteOne(
  client: KubeClient,
  resource: Resource,
  object: KubeObject,
  writing: Writing,
  events: RevokeEvents,
): Promise<void> {
  const made = await change(client, resource, object, () => undefined, writing);
  if (made) events.made(made);
}
