/** Deletes an account's lock. */

import type { KubeClient } from "../../kube/client.ts";
import { objectName } from "../../kube/resource.ts";
import type { Account } from "./account.ts";
import { change, find, type Writing } from "./ensure.ts";
import { isUnavailable } from "./forbidden.ts";
import { lockName } from "./lock.ts";
import { policies, policyBindings } from "./resources.ts";
import type { RevokeEvents } from "./revoke.ts";

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
  let isDeleted = false;
  const metadata = { name: lockName(account) };
  try {
    for (const resource of [policyBindings, policies]) {
      const existing = await find(client, resource, { metadata }, writing.signal);
      if (!existing) continue;
      const made = await change(client, resource, existing, () => undefined, writing);
      if (!made) continue;
      events.made(made);
      isDeleted = true;
    }
  } catch (error) {
    if (!isUnavailable(error)) throw error;
    if (error.code === 403) {
      const reason = "you may not delete it, if it is there at all; it holds nobody now";
      events.left(objectName(policies, metadata.name), reason);
    }
  }
  return isDeleted;
}
