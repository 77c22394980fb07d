/** A repository's status as text. */

import { maskSecrets } from "../../../apprepo/sync/log/mask.ts";
import { rfc3339 } from "../../../apprepo/sync/overview/sync_fields.ts";
import { resultOf } from "../../../apprepo/sync/overview/sync_overview.ts";
import type { NamedSecret } from "../../../apprepo/status/named_secrets.ts";
import type { Refresher } from "../../../apprepo/status/refreshers.ts";
import type { CurrentRun } from "../../../apprepo/status/last_runs.ts";
import type { RepositoryStatus } from "../../../apprepo/status/repository_status.ts";
import type { StatusEvent } from "../../../apprepo/status/events_of.ts";
import type { Release } from "../../../apprepo/kubeapps/releases.ts";
import { hasEnded, type SyncRun } from "../../../apprepo/sync/run.ts";
import { linesBeside, type SyncEnd } from "../../../apprepo/sync/sync_end.ts";
import { formatAge } from "../../../output/age.ts";
import { formatDuration } from "../../../output/duration.ts";
import { type Field, type FieldValue, formatFields } from "../../../output/fields.ts";

const linesShown = 5;

/** @param now in ms since the epoch */
export function describeStatus(status: RepositoryStatus, now: number): string {
  const { repository: { metadata }, releases, refreshers, events, runs } = status;
  return formatFields([
    ["Name", String(metadata.name)],
    ["Namespace", String(metadata.namespace)],
    ...source(status),
    ["Secrets", secrets(status.secrets)],
    ["Kubeapps", kubeapps(releases)],
    ["Schedule", schedule(status, now)],
    ["Last Success", lastSuccess(status, now)],
    ...status.lastFailure ? failure(status.lastFailure, now) : [],
    ["Running", status.current ? running(status.current, now) : runs ? "<none>" : "<unknown>"],
    ["Syncs", table(runs, ["JOB", "WHY", "STARTED", "TOOK", "RESULT", "MESSAGE"], runRow(now))],
    ["Refreshed By", table(refreshers, ["ACCOUNT", "THROUGH", "LOCKED"], refresherRow)],
    ["Events", table(events, ["LAST SEEN", "TYPE", "REASON", "OBJECT", "MESSAGE"], eventRow(now))],
  ]);
}

/** What an object does not say is left out, but for what every one has. */
function source({ repository: { spec = {} } }: RepositoryStatus): Field[] {
  const list = (value: unknown) => Array.isArray(value) ? value.join(", ") : "";
  const { filterRule } = spec as { filterRule?: { jq?: string } };
  const optional: (readonly [name: string, value: string])[] = [
    ["Description", text(spec.description)],
    ["OCI Repositories", list(spec.ociRepositories)],
    ["Filter", text(filterRule?.jq)],
    ["Interval", text(spec.interval)],
    ["TLS Verification", spec.tlsInsecureSkipVerify === true ? "skipped" : ""],
    ["Credentials", spec.passCredentials === true ? "passed to other hosts as well" : ""],
  ];
  return [
    ["Type", text(spec.type) || "<none>"],
    ["URL", maskSecrets(text(spec.url)) || "<none>"],
    ...optional.filter(([, value]) => value !== ""),
    ["Resync Requests", String(spec.resyncRequests ?? 0)],
  ];
}

function secrets(named: readonly NamedSecret[]): FieldValue {
  const uses = { authorization: "Authorization", ca: "CA", registry: "Registry" } as const;
  return named.length === 0 ? "<none>" : {
    fields: named.map(({ use, name, key, state }) => [
      uses[use],
      `Secret ${name}${key === undefined ? "" : `, key ${key}`}: ${secretStates[state]}`,
    ]),
  };
}

const secretStates = {
  there: "there",
  missing: "MISSING",
  "key missing": "the key is MISSING",
  unknown: "<unknown>",
} as const;

function kubeapps(releases: readonly Release[] | undefined): FieldValue {
  if (releases === undefined) return "<unknown>";
  if (releases.length === 0) return "<none>";
  return {
    lines: releases.map(({ namespace, version, controller, globalNamespaces }) => {
      const { name, wanted, ready } = controller ?? {};
      const state = name === undefined
        ? "it has no controller"
        : `Deployment ${name}, ${ready} of ${wanted} ready`;
      const global = globalNamespaces.join(", ");
      return `${
        version ?? "some version"
      } in namespace ${namespace}, global in ${global}: ${state}`;
    }),
  };
}

function schedule({ overview, releases }: RepositoryStatus, now: number): string {
  const { schedule, nextSyncAt } = overview;
  if (schedule === undefined) return "<none>";
  if (schedule === "unknown") {
    const { crontab } = releases?.find(({ controller }) => controller)?.controller ?? {};
    return crontab === undefined ? "<unknown>" : `<unknown>, Kubeapps' default is ${crontab}`;
  }
  if (schedule.isSuspended) return `${schedule.cron}, suspended`;
  return nextSyncAt === undefined
    ? schedule.cron
    : `${schedule.cron}, next in ${formatAge(nextSyncAt - now)} (${rfc3339(nextSyncAt)})`;
}

function lastSuccess({ lastSuccess: end, overview, runs }: RepositoryStatus, now: number): string {
  if (end) return `${endText(end, now)}: ${outcome(end)}`;
  const { schedule } = overview;
  const known = typeof schedule === "object" ? schedule.lastSuccessAt : undefined;
  if (known !== undefined) return `${moment(known, now)}, its Job is gone`;
  if (runs === undefined) return "<unknown>";
  return overview.isLongAgo ? "none within the hour for which Jobs are kept" : "<none>";
}

function outcome({ outcome, message, note }: SyncEnd): string {
  const word = outcome === "partly-synced" ? "partly synced" : outcome;
  return [message ? `${word} (${message})` : word, note].filter(Boolean).join(". ");
}

function failure(end: SyncEnd, now: number): Field[] {
  const { reason = "", message = "", note } = end;
  const why = message || reason || "no reason is known";
  const lines = linesBeside(end, linesShown);
  return [
    ["Last Failure", `${endText(end, now)}: ${why}`],
    ...lines.length > 0 ? [["Its Log", { lines }] as const] : [],
    ...note === undefined ? [] : [["Its Log", note] as const],
  ];
}

function endText({ run }: SyncEnd, now: number): string {
  if (!run) return "<unknown>";
  const { job, startedAt, endedAt } = run;
  const took = startedAt !== undefined && endedAt !== undefined
    ? `, after ${formatDuration(endedAt - startedAt)}`
    : "";
  return `${endedAt === undefined ? "" : moment(endedAt, now)}${took}, Job ${job}`;
}

function moment(at: number, now: number): string {
  return `${rfc3339(at)} (${formatAge(now - at)} ago)`;
}

function running({ run, lastLine }: CurrentRun, now: number): string {
  const { job, startedAt, createdAt, failedPods } = run;
  const tries = failedPods === 0 ? "" : `, ${failedPods} Pods have failed`;
  const since = formatAge(now - (startedAt ?? createdAt));
  return `for ${since}, Job ${job}${tries}${lastLine ? `: ${lastLine}` : ""}`;
}

function table<T>(
  items: readonly T[] | undefined,
  headers: readonly string[],
  row: (item: T) => string[],
): FieldValue {
  if (items === undefined) return "<unknown>";
  return items.length === 0 ? "<none>" : { headers, rows: items.map(row) };
}

function runRow(now: number): (run: SyncRun) => string[] {
  return (run) => {
    const { job, isScheduled, startedAt, endedAt, failedPods, reason } = run;
    const took = startedAt === undefined ? undefined : (endedAt ?? now) - startedAt;
    const failing = failedPods === 1 ? "1 Pod has failed" : `${failedPods} Pods have failed`;
    return [
      job,
      isScheduled ? "schedule" : "change",
      startedAt === undefined ? "<none>" : `${formatAge(now - startedAt)} ago`,
      took === undefined ? "<none>" : formatDuration(took),
      resultOf(run),
      reason ?? (failedPods > 0 && !hasEnded(run) ? failing : "<none>"),
    ];
  };
}

function refresherRow({ account, group, through, locked }: Refresher): string[] {
  const who = account ? `${account.namespace}/${account.name}` : `all of ${group}`;
  return [who, through, locked === undefined ? "<unknown>" : locked ? "yes" : "no"];
}

function eventRow(now: number): (event: StatusEvent) => string[] {
  return ({ lastSeenAt, count, type, reason, object, message }) => [
    lastSeenAt === undefined ? "<unknown>" : formatAge(now - lastSeenAt),
    type,
    reason,
    object,
    count > 1 ? `${message} (${count} times)` : message,
  ];
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
