import type { AppRepository, RepositoryKey } from "../../../apprepo/app_repository.ts";
import { rfc3339 } from "../../../apprepo/sync/rfc3339.ts";
import type { Outcome, SyncEnd } from "../../../apprepo/sync/sync_end.ts";

/** What `-o json` says of one repository that was waited for. */
export interface WaitItem {
  readonly namespace: string;
  readonly name: string;
  readonly resyncRequests: number;
  readonly outcome: Outcome;
  /** Of the Job; in Kubeapps' namespace. */
  readonly job?: { readonly namespace: string; readonly name: string };
  /** RFC 3339, to the second. */
  readonly startTime?: string;
  readonly completionTime?: string;
  /** From the refresh to the end. */
  readonly durationMs: number;
  /** How many Pods failed. */
  readonly failed: number;
  readonly reason?: string;
  readonly message?: string;
  readonly note?: string;
  readonly log: readonly string[];
  readonly charts: {
    readonly failed: readonly string[];
    /** READMEs or values are missing. */
    readonly withoutFiles: readonly string[];
  };
}

/** @param ms since it was refreshed */
export function endItem(
  { namespace, name }: RepositoryKey,
  { outcome, run, reason, message, note, log, failedCharts, chartsWithoutFiles }: SyncEnd,
  { spec }: AppRepository,
  ms: number,
): WaitItem {
  return {
    namespace,
    name,
    resyncRequests: spec?.resyncRequests ?? 0,
    outcome,
    job: run && { namespace: run.namespace, name: run.job },
    startTime: rfc3339(run?.startedAt),
    completionTime: rfc3339(run?.endedAt),
    durationMs: Math.round(ms),
    failed: run?.failedPods ?? 0,
    reason,
    message,
    note,
    log,
    charts: { failed: failedCharts, withoutFiles: chartsWithoutFiles },
  };
}
