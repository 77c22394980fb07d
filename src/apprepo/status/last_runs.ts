/** How the last syncs of a repository ended, and what runs now, with what their logs say. */

import type { KubeClient } from "../../kube/api/client.ts";
import { ApiError } from "../../kube/api/errors.ts";
import { type JobLog, jobLog } from "../sync/log/job_log.ts";
import { hasEnded, type SyncRun } from "../sync/run.ts";
import { endOf, type SyncEnd } from "../sync/sync_end.ts";

/** What is undefined is not there, or could not be seen. */
export interface Ends {
  readonly lastSuccess?: SyncEnd;
  /** Only where it is later than the last success. */
  readonly lastFailure?: SyncEnd;
  /** What runs now. */
  readonly current?: CurrentRun;
}

export interface CurrentRun {
  readonly run: SyncRun;
  /** The newest of its log. */
  readonly lastLine?: string;
}

export interface LastRuns {
  readonly success?: SyncRun;
  /** Only where it is later than the success. */
  readonly failure?: SyncRun;
  readonly newest?: SyncRun;
}

/** @param runs the oldest first */
export function lastRuns(runs: readonly SyncRun[]): LastRuns {
  const success = runs.findLast(({ phase }) => phase === "completed");
  const failure = runs.findLast(({ phase }) => phase === "failed");
  const isLater = failure && (!success || runs.indexOf(failure) > runs.indexOf(success));
  return { success, failure: isLater ? failure : undefined, newest: runs.at(-1) };
}

export async function readEnds(
  client: KubeClient,
  { success, failure, newest }: LastRuns,
  signal: AbortSignal,
): Promise<Ends> {
  return {
    lastSuccess: success && await endRead(client, success, signal),
    lastFailure: failure && await endRead(client, failure, signal),
    current: newest && !hasEnded(newest) ? await currentRun(client, newest, signal) : undefined,
  };
}

async function endRead(client: KubeClient, run: SyncRun, signal: AbortSignal): Promise<SyncEnd> {
  return endOf(run, await logIfAny(client, run, signal));
}

async function currentRun(
  client: KubeClient,
  run: SyncRun,
  signal: AbortSignal,
): Promise<CurrentRun> {
  const read = await logIfAny(client, run, signal);
  return { run, lastLine: read.kind === "read" ? read.log.lastLines.at(-1) : undefined };
}

/** A kubelet that can't be reached hides the log, and nothing else. */
async function logIfAny(client: KubeClient, run: SyncRun, signal: AbortSignal): Promise<JobLog> {
  try {
    return await jobLog(client, run, signal);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return { kind: "unread", why: error.status.message ?? error.message };
  }
}

/** Whether the last sync that ended left the repository as its registry is, as far as can be told. */
export function isHealthy({ lastSuccess, lastFailure }: Ends): boolean {
  return lastFailure === undefined && lastSuccess?.outcome !== "partly-synced";
}
