/** In which namespaces Kubeapps' Jobs are: the user's word for it, or what the cluster tells. */

import type { KubeClient } from "../../kube/api/client.ts";
import { findKubeapps } from "./find_kubeapps.ts";

/**
 * @param override the value of `--kubeapps-namespace`; undefined or empty where it was not given
 * @throws {ApiError} {ConnectionError}
 */
export async function kubeappsNamespaces(
  client: Pick<KubeClient, "list">,
  override: string | undefined,
  signal: AbortSignal,
): Promise<readonly string[]> {
  if (override) return [override];
  return (await findKubeapps(client, signal)).namespaces;
}
