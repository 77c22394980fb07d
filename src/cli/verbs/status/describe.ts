/** A repository's status as text. */

import { maskSecrets } from "../../../apprepo/sync/log/mask.ts";
import { rfc3339 } from "../../../apprepo/sync/rfc3339.ts";
import type { NamedSecret } from "../../../apprepo/status/named_secrets.ts";
import type { CurrentRun } from "../../../apprepo/status/last_runs.ts";
import type { RepositoryStatus } from "../../../apprepo/status/repository_status.ts";
import type { Release } from "../../../apprepo/kubeapps/releases.ts";
import { linesBeside, type SyncEnd } from "../../../apprepo/sync/sync_end.ts";
import { formatAge } from "../../../output/age.ts";
import { formatDuration } from "../../../output/duration.ts";
import { type Field, type FieldValue, formatFields } from "../../../output/fields.ts";
import type { Look } from "../../../output/terminal.ts";
import { hints } from "./describe_hints.ts";
import { eventTable, refresherTable, runTable } from "./describe_tables.ts";

const linesShown = 5;

/**
 * @param now in ms since the epoch
 * @param look without it, as in a pipe
 */
export function describeStatus(status: RepositoryStatus, now: number, look?: Look): string {
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
    ...hints(status, now, look?.columns),
    ["Syncs", runTable(runs, now)],
    ["Refreshed By", refresherTable(refreshers)],
    ["Events", eventTable(events, now)],
  ], look);
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
  expired: "EXPIRED",
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

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
