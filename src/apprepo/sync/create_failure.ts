import type { KubeClient } from "../../kube/api/client.ts";
import { KubeError } from "../../kube/api/errors.ts";
import type { KubeObject } from "../../kube/api/resource.ts";
import { events } from "./resources.ts";
import type { SyncRun } from "./run.ts";

/**
 * Why a Job got no Pod: a quota, a policy, a missing ServiceAccount. Only its Events tell.
 * @returns undefined where they don't, or can't be read
 */
export async function createFailure(
  client: Pick<KubeClient, "list">,
  { namespace, uid }: Pick<SyncRun, "namespace" | "uid">,
  signal: AbortSignal,
): Promise<{ readonly reason: string; readonly message?: string } | undefined> {
  const fieldSelector = `involvedObject.uid=${uid},reason=FailedCreate`;
  try {
    for await (
      const event of client.list(events, { namespace }, { query: { fieldSelector }, signal })
    ) {
      const { message } = event as KubeObject & { message?: string };
      return { reason: "FailedCreate", message };
    }
  } catch (error) {
    if (!(error instanceof KubeError) && !signal.aborted) throw error;
  }
  return undefined;
}
