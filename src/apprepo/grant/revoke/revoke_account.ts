/** Takes back the ServiceAccount itself: its tokens, the object and its lock. */

import type { KubeClient } from "../../../kube/api/client.ts";
import type { KubeObject, Resource } from "../../../kube/api/resource.ts";
import { objectName } from "../../../kube/api/resource.ts";
import type { Account } from "../objects/account.ts";
import { change, find, type Writing } from "../objects/ensure.ts";
import { isLockThere } from "../lock/make_lock.ts";
import type { TokenSecret } from "../objects/manifests.ts";
import { isAdopted, isMarked } from "../objects/marks.ts";
import { secrets, serviceAccounts } from "../objects/resources.ts";
import { described, type Rest, unlockUnlessBound } from "./revoke_lock.ts";
import type { RevokeEvents } from "./revoke_request.ts";
import { tokenSecrets } from "../objects/token_secrets.ts";

/** The account goes unless it is still bound, or may be where the caller can't look. */
export async function endAccount(
  client: KubeClient,
  account: Account,
  { request, bindings, isComplete }: Rest,
  writing: Writing,
  events: RevokeEvents,
): Promise<void> {
  const isAll = request.targets === undefined;
  const otherSecrets = isAll || (bindings.length === 0 && isComplete)
    ? await deleteSecrets(client, account, writing, events)
    : [];
  let isGone = false;
  if (bindings.length > 0) {
    const reason = `it is still named by ${described(bindings)}`;
    await leaveAccount(client, account, reason, writing, events);
  } else if (!isAll && !isComplete) {
    const reason = "you may not look whether it is used in other namespaces";
    await leaveAccount(client, account, reason, writing, events);
  } else isGone = await deleteAccount(client, account, { request, isComplete }, writing, events);
  if (!isGone) leaveSecrets(otherSecrets, events);
}

/** @returns those that grant did not make: they go with the account, where that goes */
async function deleteSecrets(
  client: KubeClient,
  account: Account,
  writing: Writing,
  events: RevokeEvents,
): Promise<readonly TokenSecret[]> {
  const { ours, others } = await tokenSecrets(client, account, writing.signal);
  for (const secret of ours) await deleteOne(client, secrets, secret, writing, events);
  return others;
}

function leaveSecrets(others: readonly TokenSecret[], events: RevokeEvents): void {
  for (const { metadata: { name = "" } } of others) {
    const reason =
      "grant did not make it; its token stays good for what the ServiceAccount may still do";
    events.left(objectName(secrets, name), reason);
  }
}

/** @returns whether the account is gone, or will be in a dry run */
async function deleteAccount(
  client: KubeClient,
  account: Account,
  { request, isComplete }: Omit<Rest, "bindings">,
  writing: Writing,
  events: RevokeEvents,
): Promise<boolean> {
  const metadata = { ...account };
  const existing = await find(client, serviceAccounts, { metadata }, writing.signal);
  const isOurs = existing && isMarked(existing) && !isAdopted(existing);
  if (isOurs) await deleteOne(client, serviceAccounts, existing, writing, events);
  else if (existing) {
    const unseen = isComplete
      ? ""
      : "; you may not look whether other namespaces name it, so its lock stays as well, if it has one";
    const called = objectName(serviceAccounts, account.name);
    events.left(called, `it was there before the grant${unseen}`);
    if (!isComplete) return false;
  }
  // Last, when no right is left that it would have to hold.
  await unlockUnlessBound(client, request, writing, events);
  return existing === undefined || isOurs === true;
}

async function leaveAccount(
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
