/** When a repository is synced by itself, as its CronJob tells. */

import type { KubeObject } from "../../kube/api/resource.ts";
import type { RepositoryKey } from "../app_repository.ts";
import { syncedRepository } from "./repository_labels.ts";
import { time } from "./run.ts";

/** Times are in milliseconds since the epoch. */
export interface SyncSchedule {
  readonly repository: RepositoryKey;
  /** The CronJob's name. */
  readonly cronJob: string;
  /** Kubeapps' own. */
  readonly namespace: string;
  readonly uid: string;
  /** Such as `*\/10 * * * *`, `@hourly` or `@every 10m`. */
  readonly cron: string;
  readonly timeZone?: string;
  readonly isSuspended: boolean;
  readonly createdAt: number;
  readonly lastScheduledAt?: number;
  /** The end of the last of its Jobs that was completed; it stays when the Job is gone. */
  readonly lastSuccessAt?: number;
}

interface CronJobSpec {
  readonly schedule?: string;
  readonly timeZone?: string;
  readonly suspend?: boolean;
  readonly jobTemplate?: { readonly spec?: unknown };
}

interface CronJobStatus {
  readonly lastScheduleTime?: string;
  readonly lastSuccessfulTime?: string;
}

/** @returns undefined for a CronJob that syncs no repository */
export function syncSchedule({ metadata, spec, status }: KubeObject): SyncSchedule | undefined {
  const { schedule = "", timeZone, suspend = false, jobTemplate } = (spec ?? {}) as CronJobSpec;
  const repository = syncedRepository({ metadata: {}, spec: jobTemplate?.spec });
  if (!repository) return undefined;
  const { lastScheduleTime, lastSuccessfulTime } = (status ?? {}) as CronJobStatus;
  return {
    repository,
    cronJob: metadata.name ?? "",
    namespace: metadata.namespace ?? "",
    uid: metadata.uid ?? "",
    cron: schedule,
    timeZone,
    isSuspended: suspend,
    createdAt: time(metadata.creationTimestamp) ?? 0,
    lastScheduledAt: time(lastScheduleTime),
    lastSuccessAt: time(lastSuccessfulTime),
  };
}
