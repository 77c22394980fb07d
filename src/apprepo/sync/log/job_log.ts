/** The log of a run that has ended, or why it can't be had. */

import type { KubeClient } from "../../../kube/api/client.ts";
import { ApiError } from "../../../kube/api/errors.ts";
import { missingRight } from "../../grant/forbidden.ts";
import { type PodState, podState } from "../pod_state.ts";
import { pods } from "../resources.ts";
import type { SyncRun } from "../run.ts";
import { podLog } from "./pod_log.ts";
import { readSyncLog, type SyncLog } from "./sync_log.ts";

export type JobLog =
  | { readonly kind: "read"; readonly log: SyncLog }
  /** In a sentence. */
  | { readonly kind: "unread"; readonly why: string };

/**
 * @param known its Pod, where it was seen; spares the list
 * @throws {ApiError} {ConnectionError} for what is neither a missing right nor a missing log
 */
export async function jobLog(
  client: Pick<KubeClient, "list" | "open">,
  run: SyncRun,
  signal: AbortSignal,
  known?: PodState,
): Promise<JobLog> {
  try {
    const pod = known ?? (await jobPods(client, run, signal)).at(-1);
    if (!pod) {
      return { kind: "unread", why: `The Pod of Job ${run.job} is gone, and its log with it.` };
    }
    const previous = pod.hasPrevious;
    return { kind: "read", log: await readSyncLog(podLog(client, pod, { previous, signal })) };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const why = missingRight(error) ??
      (error.code === 404 || error.code === 400
        ? `The log of Job ${run.job} is gone: ${error.status.message}`
        : undefined);
    if (why === undefined) throw error;
    return { kind: "unread", why };
  }
}

/** Kubernetes 1.27 gave the label a prefix, and keeps both. */
export function podQuery(job: string): { readonly labelSelector: string } {
  return { labelSelector: `job-name=${job}` };
}

/** The Pods of a Job that are still there, the newest last. */
export async function jobPods(
  client: Pick<KubeClient, "list">,
  { namespace, job }: Pick<SyncRun, "namespace" | "job">,
  signal: AbortSignal,
): Promise<PodState[]> {
  const found: PodState[] = [];
  for await (const pod of client.list(pods, { namespace }, { query: podQuery(job), signal })) {
    const state = podState(pod);
    if (state) found.push(state);
  }
  return found.sort((left, right) => left.createdAt - right.createdAt);
}
