/** How a repository's syncs stand, in a line. */

import { byAge } from "../find_runs.ts";
import { nextRun } from "../next_run.ts";
import { hasEnded, type SyncRun } from "../run.ts";
import type { SyncSchedule } from "../schedule.ts";

export const syncResults = [
  "completed",
  "failed",
  "running",
  /** It runs, and some of its Pods have failed. */
  "failing",
  /** There is a Job, and no Pod. */
  "pending",
  /** No sync is known of. */
  "none",
  /** There is no right to look. */
  "unknown",
] as const;

export type SyncResult = typeof syncResults[number];

/** Times are in milliseconds since the epoch. */
export interface SyncOverview {
  /** Of the newest run. */
  readonly result: SyncResult;
  /** The end of the last one that ended, as far as anybody can tell. */
  readonly lastSyncAt?: number;
  /** None has ended within the hour for which Jobs are kept; there may have been some before. */
  readonly isLongAgo: boolean;
  readonly newest?: SyncRun;
  /** In a line; undefined where there is nothing to say. */
  readonly message?: string;
  /** `unknown`: there is no right to look. */
  readonly schedule?: SyncSchedule | "unknown";
  readonly nextSyncAt?: number;
}

export interface Seen {
  /** When the repository was made, in ms since the epoch. */
  readonly createdAt: number;
  /** Undefined where there is no right to list them. */
  readonly runs: readonly SyncRun[] | undefined;
  readonly schedules: readonly SyncSchedule[] | undefined;
}

/** Kubeapps has Kubernetes delete a Job that long after its end: `ttlSecondsAfterFinished`. */
const jobsKept = 3_600_000;

export function syncOverview({ createdAt, runs, schedules }: Seen, now: number): SyncOverview {
  const known = schedules?.toSorted(byUse).at(-1);
  const schedule = schedules === undefined ? "unknown" as const : known;
  const next = { schedule, nextSyncAt: known && nextRun(known, now) };
  if (runs === undefined) return { result: "unknown", isLongAgo: false, ...next };
  const newest = runs.toSorted(byAge).at(-1);
  const ends = [...runs.map(({ endedAt }) => endedAt), known?.lastSuccessAt];
  const lastSyncAt = ends.reduce((last, end) => (end ?? 0) > (last ?? 0) ? end : last, undefined);
  return {
    result: newest ? resultOf(newest) : known && hasSucceeded(known) ? "completed" : "none",
    lastSyncAt,
    isLongAgo: lastSyncAt === undefined && now - createdAt > jobsKept,
    newest,
    message: newest && messageOf(newest),
    ...next,
  };
}

/** One of a Kubeapps that is no more may have been left behind. */
function byUse(left: SyncSchedule, right: SyncSchedule): number {
  const last = (schedule: SyncSchedule) => schedule.lastScheduledAt ?? schedule.createdAt;
  return last(left) - last(right);
}

/** The last Job that it made; of one that failed, nothing is left after an hour. */
function hasSucceeded({ lastSuccessAt, lastScheduledAt = 0 }: SyncSchedule): boolean {
  return lastSuccessAt !== undefined && lastSuccessAt >= lastScheduledAt;
}

/** How one run stands. */
export function resultOf(run: SyncRun): SyncResult {
  if (hasEnded(run)) return run.phase === "failed" ? "failed" : "completed";
  if (run.failedPods > 0) return "failing";
  return run.phase === "running" ? "running" : "pending";
}

function messageOf({ phase, reason, message, failedPods }: SyncRun): string | undefined {
  if (phase === "failed") return [reason, message].filter(Boolean).join(": ") || undefined;
  if (phase === "completed" || failedPods === 0) return undefined;
  return failedPods === 1 ? "1 Pod has failed" : `${failedPods} Pods have failed`;
}
