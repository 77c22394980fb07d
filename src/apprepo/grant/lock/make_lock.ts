/** Puts a grantee under the lock, before it gets any right. */

import type { KubeClient } from "../../../kube/api/client.ts";
import type { ApiError } from "../../../kube/api/errors.ts";
import type { KubeObject, Resource } from "../../../kube/api/resource.ts";
import type { Grantee } from "../objects/grantee.ts";
import { ensure, find, type Made, type Writing } from "../objects/ensure.ts";
import { lockBinding, lockPolicy, relock } from "./lock.ts";
import { isUnavailable } from "../forbidden.ts";
import { type AdmissionVersion, policiesOf, policyBindingsOf } from "../objects/resources.ts";
import { type LockApi, lockApi } from "./lock_api.ts";

/** Milliseconds: API servers look for changed policies once a second, and busy ones were seen to take 1.1. */
const timeToTakeEffect = 2_500;

export interface Lock {
  /** A beta holds only where the API server has been told to go by it. */
  readonly version: AdmissionVersion;
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
  grantee: Grantee,
  version: AdmissionVersion,
  signal: AbortSignal,
): Promise<boolean> {
  for (const [resource, desired] of partsOf(grantee, version)) {
    const there = await find(client, resource, desired, signal);
    if (!there || relock(there, desired) !== there) return false;
  }
  return true;
}

/** Whether the grantee has a lock, right or wrong; undefined where the caller may not look. */
export async function isLockThere(
  client: KubeClient,
  grantee: Grantee,
  signal: AbortSignal,
): Promise<boolean | undefined> {
  const api = await lockApi(client, signal);
  if (api === "none") return false;
  const version = api === "unknown" ? "v1" : api;
  try {
    return await find(client, policiesOf(version), lockPolicy(grantee), signal) !== undefined;
  } catch (error) {
    if (!isUnavailable(error)) throw error;
    return error.code === 403 ? undefined : false;
  }
}

/** No lock could be made: the API server has none, or the caller lacks the right. */
export class LockUnavailable extends Error {
  override name = "LockUnavailable";
  constructor(readonly api: LockApi, override readonly cause: ApiError) {
    super(cause.message);
  }
}

/** @throws {LockUnavailable} */
export async function makeLock(
  client: KubeClient,
  grantee: Grantee,
  writing: Writing,
  made: (made: Made) => void,
): Promise<Lock> {
  try {
    return await makeLockOf("v1", client, grantee, writing, made);
  } catch (error) {
    if (!isUnavailable(error)) throw error;
    const api = await lockApi(client, writing.signal);
    if (api !== "v1beta1") throw new LockUnavailable(api, error);
  }
  try {
    return await makeLockOf("v1beta1", client, grantee, writing, made);
  } catch (error) {
    if (!isUnavailable(error)) throw error;
    throw new LockUnavailable("v1beta1", error);
  }
}

function partsOf(grantee: Grantee, version: AdmissionVersion): [Resource, KubeObject][] {
  return [
    [policiesOf(version), lockPolicy(grantee, version)],
    [policyBindingsOf(version), lockBinding(grantee, version)],
  ];
}

async function makeLockOf(
  version: AdmissionVersion,
  client: KubeClient,
  grantee: Grantee,
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
    const parts = [];
    for (const [resource, desired] of partsOf(grantee, version)) {
      parts.push(await put(resource, desired));
    }
    return parts;
  }
  (await putBoth()).forEach(made);
  const since = timing.now();
  return {
    version,
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
