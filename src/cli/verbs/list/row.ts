/** One repository with how its syncs stand, as the formats of `-o` show it. */

import { appRepositories, type AppRepository } from "../../../apprepo/app_repository.ts";
import { maskSecrets } from "../../../apprepo/sync/log/mask.ts";
import { syncFields } from "../../../apprepo/sync/overview/sync_fields.ts";
import type { SyncOverview } from "../../../apprepo/sync/overview/sync_overview.ts";
import { time } from "../../../apprepo/sync/run.ts";
import type { KubeObject } from "../../../kube/api/resource.ts";
import { formatAge } from "../../../output/age.ts";

export interface Row {
  readonly repository: AppRepository;
  /** Undefined where nobody asked for it. */
  readonly overview?: SyncOverview;
}

export interface ColumnChoice {
  readonly wide: boolean;
  readonly namespaces: boolean;
}

export function headers({ wide, namespaces }: ColumnChoice): string[] {
  return [
    ...namespaces ? ["NAMESPACE"] : [],
    ...["NAME", "TYPE", "URL", "LAST-SYNC", "RESULT", "NEXT", "AGE"],
    ...wide ? ["INTERVAL", "JOB", "MESSAGE"] : [],
  ];
}

/** @param now in ms since the epoch */
export function cells(row: Row, { wide, namespaces }: ColumnChoice, now: number): string[] {
  const { metadata, spec = {} } = row.repository;
  const { overview } = row;
  const made = time(metadata.creationTimestamp);
  return [
    ...namespaces ? [text(metadata.namespace)] : [],
    text(metadata.name),
    text(spec.type),
    maskSecrets(text(spec.url)),
    lastSync(overview, now),
    shownResult(overview),
    next(overview, now),
    made === undefined ? "<unknown>" : formatAge(now - made),
    ...wide
      ? [interval(spec.interval, overview), text(overview?.newest?.job), text(overview?.message)]
      : [],
  ];
}

/** The object as the API server has it, with one field more. */
export function asObject({ repository, overview }: Row): KubeObject {
  const { group, version, kind } = appRepositories;
  const typed = { apiVersion: `${group}/${version}`, kind, ...repository };
  return overview ? { ...typed, sync: syncFields(overview) } : typed;
}

function text(value: unknown): string {
  return typeof value === "string" && value !== "" ? value : "<none>";
}

function lastSync(overview: SyncOverview | undefined, now: number): string {
  if (overview?.lastSyncAt !== undefined) return formatAge(now - overview.lastSyncAt);
  if (overview?.isLongAgo) return ">1h";
  return overview?.result === "unknown" ? "<unknown>" : "<none>";
}

function shownResult(overview: SyncOverview | undefined): string {
  const { result = "none" } = overview ?? {};
  return result === "none" || result === "unknown" ? `<${result}>` : result;
}

function next(overview: SyncOverview | undefined, now: number): string {
  const { schedule, nextSyncAt } = overview ?? {};
  if (schedule === "unknown") return "<unknown>";
  if (schedule?.isSuspended) return "suspended";
  return nextSyncAt === undefined ? "<none>" : formatAge(nextSyncAt - now);
}

/** What was asked for, else what Kubeapps made of it. */
function interval(asked: unknown, overview: SyncOverview | undefined): string {
  const { schedule } = overview ?? {};
  return text(asked || (typeof schedule === "object" ? schedule.cron : undefined));
}
