/** Which version of the policies that locks are made of an API server has. */

import type { KubeClient } from "../../../kube/api/client.ts";
import { ApiError } from "../../../kube/api/errors.ts";
import { type AdmissionVersion, policiesOf } from "../objects/resources.ts";

/**
 * `v1` from Kubernetes 1.30; `v1beta1` in 1.28 and 1.29, where somebody has turned it on; `none`
 * elsewhere; `unknown` where the caller may not look.
 */
export type LockApi = AdmissionVersion | "none" | "unknown";

/** Goes by the API server's discovery, which Kubernetes lets everybody read who is logged in. */
export async function lockApi(client: KubeClient, signal: AbortSignal): Promise<LockApi> {
  try {
    for (const version of ["v1", "v1beta1"] as const) {
      if (await isServed(client, version, signal)) return version;
    }
    return "none";
  } catch (error) {
    if (error instanceof ApiError && error.code === 403) return "unknown";
    throw error;
  }
}

async function isServed(
  client: KubeClient,
  version: AdmissionVersion,
  signal: AbortSignal,
): Promise<boolean> {
  const { group, plural } = policiesOf(version);
  try {
    const { resources } = await client.request<{
      readonly resources: readonly { readonly name: string }[];
    }>("GET", `/apis/${group}/${version}`, { signal });
    return resources.some(({ name }) => name === plural);
  } catch (error) {
    if (error instanceof ApiError && error.code === 404) return false;
    throw error;
  }
}
