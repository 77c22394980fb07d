import { rfc3339 } from "../rfc3339.ts";
import type { SyncSchedule } from "../schedule.ts";
import type { SyncOverview, SyncResult } from "./sync_overview.ts";

/** What `-o json` and the like show of a repository's syncs, beside its own fields. Times are RFC 3339. */
export interface SyncFields {
  readonly result: SyncResult;
  /** The end of the last sync that is known to have ended. */
  readonly lastSyncTime?: string;
  /** None has ended within the hour for which Jobs are kept. */
  readonly lastSyncIsLongAgo?: true;
  /** The newest sync's. */
  readonly job?: string;
  readonly jobNamespace?: string;
  readonly message?: string;
  readonly cronJob?: string;
  readonly schedule?: string;
  readonly timeZone?: string;
  readonly suspended?: boolean;
  readonly nextSyncTime?: string;
}

export function syncFields(overview: SyncOverview): SyncFields {
  const { result, lastSyncAt, isLongAgo, newest, message, schedule, nextSyncAt } = overview;
  const { cronJob, cron, timeZone, isSuspended } = typeof schedule === "object"
    ? schedule
    : {} as Partial<SyncSchedule>;
  return {
    result,
    lastSyncTime: rfc3339(lastSyncAt),
    lastSyncIsLongAgo: isLongAgo || undefined,
    job: newest?.job,
    jobNamespace: newest?.namespace,
    message,
    cronJob,
    schedule: cron,
    timeZone,
    suspended: isSuspended,
    nextSyncTime: rfc3339(nextSyncAt),
  };
}
