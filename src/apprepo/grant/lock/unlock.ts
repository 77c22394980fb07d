/** Deletes an account's lock. */

import type { KubeClient } from "../../../kube/api/client.ts";
import { objectName } from "../../../kube/api/resource.ts";
import type { Account } from "../objects/account.ts";
import { change, find, type Writing } from "../objects/ensure.ts";
import { isUnavailable } from "../forbidden.ts";
import { lockName } from "./lock.ts";
import { policies, policyBindings } from "../objects/resources.ts";
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
