/** Whether a grantee has a lock, as far as the caller may look. */

import type { KubeClient } from "../../../kube/api/client.ts";
import { isUnavailable } from "../forbidden.ts";
import type { Grantee } from "../objects/grantee.ts";
import { lockApi } from "./lock_api.ts";
import { hasLock } from "./make_lock.ts";

/** `there`: as grant makes it; that it holds can only be tried. `impossible`: the API server has none. */
export type LockSeen = "there" | "missing" | "impossible" | "unknown";

/** @throws {ApiError} {ConnectionError} */
export async function lockSeen(
  client: KubeClient,
  grantee: Grantee,
  signal: AbortSignal,
): Promise<LockSeen> {
  const api = await lockApi(client, signal);
  if (api === "none") return "impossible";
  try {
    const version = api === "unknown" ? "v1" : api;
    return await hasLock(client, grantee, version, signal) ? "there" : "missing";
  } catch (error) {
    if (!isUnavailable(error)) throw error;
    return error.code === 403 ? "unknown" : "missing";
  }
}
