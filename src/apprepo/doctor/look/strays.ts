import type { KubeClient } from "../../../kube/api/client.ts";
import { deployments } from "../../grant/objects/resources.ts";
import type { StraySeen } from "../seen.ts";

/** As every version of the chart calls it, whatever stands before. */
const called = /apprepository-controller$/;

/** @param namespace undefined for all */
export async function straysSeen(
  client: Pick<KubeClient, "list">,
  namespace: string | undefined,
  signal: AbortSignal,
): Promise<StraySeen[]> {
  const found: StraySeen[] = [];
  for await (const { metadata } of client.list(deployments, { namespace }, { signal })) {
    const { name = "", namespace = "", labels = {} } = metadata;
    if (called.test(name)) found.push({ namespace, name, labels });
  }
  return found;
}
