/** Puts an account under the lock, before it gets any right. */

import type { KubeClient } from "../../kube/client.ts";
import type { KubeObject, Resource } from "../../kube/resource.ts";
import type { Account } from "./account.ts";
import { ensure, type Made, type Writing } from "./ensure.ts";
import { lockBinding, lockPolicy, relock } from "./lock.ts";
import { policies, policyBindings } from "./resources.ts";

/** Milliseconds: API servers look for changed policies once a second. */
const timeToTakeEffect = 1_500;

export interface Lock {
  /** Waits until it holds. */
  inForce(): Promise<void>;
}

/** @throws {ApiError} for want of rights, or where the API server has no such policies */
export async function makeLock(
  client: KubeClient,
  account: Account,
  writing: Writing,
  made: (made: Made) => void,
): Promise<Lock> {
  const { timing, signal, dryRun } = writing;
  let isNew = false;
  async function put(resource: Resource, desired: KubeObject): Promise<void> {
    const one = await ensure(client, resource, desired, (there) => relock(there, desired), writing);
    made(one);
    isNew ||= one.outcome !== "unchanged";
  }
  await put(policies, lockPolicy(account));
  await put(policyBindings, lockBinding(account));
  const since = timing.now();
  return {
    async inForce() {
      const rest = since + timeToTakeEffect - timing.now();
      if (isNew && dryRun === "none" && rest > 0) await timing.sleep(rest, signal);
    },
  };
}
