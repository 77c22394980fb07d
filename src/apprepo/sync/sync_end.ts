/** How a sync ended, as far as anybody can tell. */

import type { JobLog } from "./log/job_log.ts";
import type { SyncRun } from "./run.ts";

export type Outcome =
  | "synced"
  /** The registry had nothing new. */
  | "unchanged"
  | "partly-synced"
  /** The Job succeeded; its log, which alone tells more, could not be read. */
  | "completed"
  | "failed"
  /** The Job, or the repository, was deleted before the end. */
  | "deleted"
  /** No Job comes. */
  | "not-started"
  | "timed-out"
  /** Another sync failed first, and nobody waited on. */
  | "not-awaited";

export interface SyncEnd {
  readonly outcome: Outcome;
  readonly run?: SyncRun;
  /** As Kubernetes calls it: `BackoffLimitExceeded`, `ImagePullBackOff`. */
  readonly reason?: string;
  /** What went wrong, in a line. */
  readonly message?: string;
  /** The last lines of the log. */
  readonly log: readonly string[];
  readonly failedCharts: readonly string[];
  /** Those of which only READMEs or values are missing. */
  readonly chartsWithoutFiles: readonly string[];
  /** Nothing can be read but what is here: the Pod was deleted. */
  readonly logIsGone?: boolean;
  /** What kept us from knowing more, and what to do about it. */
  readonly note?: string;
}

const nothingRead = { log: [], failedCharts: [], chartsWithoutFiles: [] } as const;

/** Whether the repository's packages are now those of its registry. */
export function isGood({ outcome }: SyncEnd): boolean {
  return outcome === "synced" || outcome === "unchanged";
}

/** An end that no log tells of. */
export function endWithout(
  outcome: Outcome,
  more: Partial<Omit<SyncEnd, "outcome">> = {},
): SyncEnd {
  return { outcome, ...nothingRead, ...more };
}

/** Of a run that ended. Kubeapps' syncer ends well though charts failed: only its log tells. */
export function endOf(run: SyncRun, read: JobLog): SyncEnd {
  if (run.phase === "failed") return failedEnd(run, read);
  if (read.kind === "unread") return endWithout("completed", { run, note: read.why });
  const { log: { updated, failedCharts, chartsWithoutFiles, lastLines: log } } = read;
  const known = { run, log, failedCharts, chartsWithoutFiles };
  const missing = whatIsMissing(read);
  if (missing !== undefined) {
    return { outcome: "partly-synced", message: missing, ...known };
  }
  return { outcome: updated ? "synced" : "unchanged", ...known };
}

function failedEnd(run: SyncRun, read: JobLog): SyncEnd {
  const { reason, message } = run;
  if (read.kind === "unread") return endWithout("failed", { run, reason, message, note: read.why });
  const { log } = read;
  return {
    outcome: "failed",
    run,
    reason,
    message: log.reason ?? message,
    log: log.lastLines,
    failedCharts: log.failedCharts,
    chartsWithoutFiles: log.chartsWithoutFiles,
  };
}

/** The last lines, unless they are but one that the message has already. */
export function linesBeside(
  { message, log }: Pick<SyncEnd, "message" | "log">,
  most: number,
): readonly string[] {
  const lines = log.slice(-most);
  return lines.length === 1 && message !== undefined && lines[0]!.includes(message) ? [] : lines;
}

/** @returns such as `2 charts failed`; undefined where nothing is */
function whatIsMissing({ log }: JobLog & { kind: "read" }): string | undefined {
  const parts = [
    ...log.failedCharts.length > 0 ? [`${count(log.failedCharts.length, "chart")} failed`] : [],
    ...log.failedFiles > 0 ? [`the files of ${count(log.failedFiles, "version")} are missing`] : [],
    ...log.incomplete === undefined ? [] : [log.incomplete],
  ];
  return parts.length > 0 ? parts.join(", ") : undefined;
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? "" : "s"}`;
}
