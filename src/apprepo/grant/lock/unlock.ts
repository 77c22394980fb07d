/** Deletes a grantee's lock. */

import type { KubeClient } from "../../../kube/api/client.ts";
import { objectName } from "../../../kube/api/resource.ts";
import type { Grantee } from "../objects/grantee.ts";
import { change, find, type Writing } from "../objects/ensure.ts";
import { isUnavailable } from "../forbidden.ts";
import { endLockCommand, lockName } from "./lock.ts";
import { lockApi } from "./lock_api.ts";
import { type AdmissionVersion, policiesOf, policyBindingsOf } from "../objects/resources.ts";
import type { RevokeEvents } from "../revoke/revoke_request.ts";

/**
 * A lock that the caller may not delete stays: it harms nobody.
 * @returns whether something was deleted
 */
export async function unlock(
  client: KubeClient,
  grantee: Grantee,
  writing: Writing,
  events: RevokeEvents,
): Promise<boolean> {
  try {
    return await deleteLock("v1", client, grantee, writing, events);
  } catch (error) {
    if (!isUnavailable(error)) throw error;
    const api = await lockApi(client, writing.signal);
    if (api === "none") return false;
    if (api !== "v1beta1") return leave(grantee, "v1", events);
  }
  try {
    return await deleteLock("v1beta1", client, grantee, writing, events);
  } catch (error) {
    if (!isUnavailable(error)) throw error;
    return leave(grantee, "v1beta1", events);
  }
}

function leave(grantee: Grantee, version: AdmissionVersion, events: RevokeEvents): false {
  const reason =
    `you may not delete it, if it is there at all; it holds nobody who has no rights\nAn admin can end it: ${
      endLockCommand(grantee)
    }`;
  events.left(objectName(policiesOf(version), lockName(grantee)), reason);
  return false;
}

async function deleteLock(
  version: AdmissionVersion,
  client: KubeClient,
  grantee: Grantee,
  writing: Writing,
  events: RevokeEvents,
): Promise<boolean> {
  let isDeleted = false;
  const metadata = { name: lockName(grantee) };
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
