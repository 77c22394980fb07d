/** Deletes an account's lock. */

import type { KubeClient } from "../../../kube/api/client.ts";
import { objectName } from "../../../kube/api/resource.ts";
import type { Account } from "../objects/account.ts";
import { change, find, type Writing } from "../objects/ensure.ts";
import { isUnavailable } from "../forbidden.ts";
import { lockName } from "./lock.ts";
import { lockApi } from "./lock_api.ts";
import { type AdmissionVersion, policiesOf, policyBindingsOf } from "../objects/resources.ts";
import type { RevokeEvents } from "../revoke/revoke_request.ts";

/**
 * A lock that the caller may not delete stays: it harms nobody.
 * @returns whether something was deleted
 */
export async function unlock(
  client: KubeClient,
  account: Account,
  writing: Writing,
  events: RevokeEvents,
): Promise<boolean> {
  try {
    return await deleteLock("v1", client, account, writing, events);
  } catch (error) {
    if (!isUnavailable(error)) throw error;
    const api = await lockApi(client, writing.signal);
    if (api === "none") return false;
    if (api !== "v1beta1") return leave(account, "v1", events);
  }
  try {
    return await deleteLock("v1beta1", client, account, writing, events);
  } catch (error) {
    if (!isUnavailable(error)) throw error;
    return leave(account, "v1beta1", events);
  }
}

function leave(account: Account, version: AdmissionVersion, events: RevokeEvents): false {
  const reason = "you may not delete it, if it is there at all; it holds nobody now";
  events.left(objectName(policiesOf(version), lockName(account)), reason);
  return false;
}

async function deleteLock(
  version: AdmissionVersion,
  client: KubeClient,
  account: Account,
  writing: Writing,
  events: RevokeEvents,
): Promise<boolean> {
  let isDeleted = false;
  const metadata = { name: lockName(account) };
  for (const resource of [policyBindingsOf(version), policiesOf(version)]) {
    const existing = await find(client, resource, { metadata }, writing.signal);
    if (!existing) continue;
    const made = await change(client, resource, existing, () => undefined, writing);
    if (!made) continue;
    events.made(made);
    isDeleted = true;
  }
  return isDeleted;
}
