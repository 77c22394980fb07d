/** Puts an account under the lock, before it gets any right. */

import type { KubeClient } from "../../../kube/api/client.ts";
import type { KubeObject, Resource } from "../../../kube/api/resource.ts";
import type { Account } from "../objects/account.ts";
import { ensure, find, type Made, type Writing } from "../objects/ensure.ts";
import { lockBinding, lockPolicy, relock } from "./lock.ts";
import { policies, policyBindings } from "../objects/resources.ts";

/** Milliseconds: API servers look for changed policies once a second, and busy ones were seen to take 1.1. */
const timeToTakeEffect = 2_500;

export interface Lock {
  /** Waits until it holds. */
  inForce(): Promise<void>;
  /** Makes it again where somebody has deleted it meanwhile, as a revoke at the same time does. */
  keep(): Promise<void>;
}

/**
 * Whether the lock is there as grant makes it. That it holds can only be tried.
 * @throws {ApiError} for want of rights
 */
export async function hasLock(
  client: KubeClient,
  account: Account,
  signal: AbortSignal,
): Promise<boolean> {
  const parts: [Resource, KubeObject][] = [
    [policies, lockPolicy(account)],
    [policyBindings, lockBinding(account)],
  ];
  for (const [resource, desired] of parts) {
    const there = await find(client, resource, desired, signal);
    if (!there || relock(there, desired) !== there) return false;
  }
  return true;
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
  async function put(resource: Resource, desired: KubeObject): Promise<Made> {
    const one = await ensure(client, resource, desired, (there) => relock(there, desired), writing);
    isNew ||= one.outcome !== "unchanged";
    return one;
  }
  async function putBoth(): Promise<Made[]> {
    return [
      await put(policies, lockPolicy(account)),
      await put(policyBindings, lockBinding(account)),
    ];
  }
  (await putBoth()).forEach(made);
  const since = timing.now();
  return {
    async inForce() {
      const rest = since + timeToTakeEffect - timing.now();
      if (isNew && dryRun === "none" && rest > 0) await timing.sleep(rest, signal);
    },
    async keep() {
      if (dryRun !== "none") return;
      (await putBoth()).filter(({ outcome }) => outcome !== "unchanged").forEach(made);
    },
  };
}
