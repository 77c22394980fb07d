/** Why a run has no log, or no longer. */

import type { KubeClient } from "../../../kube/api/client.ts";
import { createFailure } from "../create_failure.ts";
import type { PodState } from "../pod_state.ts";
import { hasEnded, type SyncRun } from "../run.ts";

export interface NoLog {
  /** Such as `the log of Job x is gone: …`. */
  readonly text: string;
  /** There may be one later. */
  readonly mayCome: boolean;
}

/**
 * @param pod its newest one, if any is left
 * @param said what the API server said when it was asked for that Pod's log
 */
export async function whyNoLog(
  client: Pick<KubeClient, "list">,
  run: SyncRun,
  pod: PodState | undefined,
  said: string | undefined,
  signal: AbortSignal,
): Promise<NoLog> {
  const job = `Job ${run.namespace}/${run.job}`;
  const gone = `the log of ${job} is gone`;
  if (pod) {
    if (pod.hasLog || hasEnded(run)) return { text: `${gone}: ${said}`, mayCome: false };
    const { reason, message } = pod.trouble ?? {};
    const why = reason === undefined ? said : message ? `${reason}: ${message}` : reason;
    return { text: `the Pod of ${job} has not started${why ? `: ${why}` : ""}`, mayCome: true };
  }
  if (run.phase === "completed") {
    return { text: `${gone}: its Pod was deleted`, mayCome: false };
  }
  const failure = run.failedPods === 0 ? await createFailure(client, run, signal) : undefined;
  if (failure) {
    const { reason, message = "" } = failure;
    return { text: `${job} has no Pod: ${reason}: ${message}`, mayCome: !hasEnded(run) };
  }
  if (run.phase !== "failed") return { text: `${job} has no Pod yet`, mayCome: true };
  const { reason = "Failed", message = "" } = run;
  return {
    text: `${gone}: its Pod was deleted ${when(reason)} (${reason}: ${message})`,
    mayCome: false,
  };
}

function when(reason: string): string {
  if (reason === "BackoffLimitExceeded") return "at the end of a crash loop";
  return reason === "DeadlineExceeded" ? "when its time was up" : "at its end";
}
