/** The tables of a status. */

import type { StatusEvent } from "../../../apprepo/status/events_of.ts";
import type { HookSender } from "../../../apprepo/status/hook_senders.ts";
import type { RepositoryStatus } from "../../../apprepo/status/repository_status.ts";
import { resultOf } from "../../../apprepo/sync/overview/sync_overview.ts";
import { hasEnded, type SyncRun } from "../../../apprepo/sync/run.ts";
import { formatAge } from "../../../output/age.ts";
import { formatDuration } from "../../../output/duration.ts";
import type { FieldValue } from "../../../output/fields.ts";

/** @param now in ms since the epoch */
export function runTable(runs: readonly SyncRun[] | undefined, now: number): FieldValue {
  return table(
    runs,
    ["JOB", "WHY", "STARTED", "TOOK", "RESULT", "MESSAGE"],
    (run) => runRow(run, now),
  );
}

export function refresherTable(refreshers: RepositoryStatus["refreshers"]): FieldValue {
  return table(refreshers, ["ACCOUNT", "THROUGH", "LOCKED"], refresherRow);
}

/** @param now in ms since the epoch */
export function eventTable(events: readonly StatusEvent[] | undefined, now: number): FieldValue {
  const headers = ["LAST SEEN", "TYPE", "REASON", "OBJECT", "MESSAGE"];
  return table(events, headers, (event) => eventRow(event, now));
}

function table<T>(
  items: readonly T[] | undefined,
  headers: readonly string[],
  row: (item: T) => string[],
): FieldValue {
  if (items === undefined) return "<unknown>";
  return items.length === 0 ? "<none>" : { headers, rows: items.map(row) };
}

function runRow(run: SyncRun, now: number): string[] {
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
}

type Refresher = NonNullable<RepositoryStatus["refreshers"]>[number];

function refresherRow({ account, user, group, hook, through, locked }: Refresher): string[] {
  const who = hook
    ? hookWords(hook)
    : account
    ? `${account.namespace}/${account.name}`
    : user === undefined
    ? `all of ${group}`
    : `user ${user}`;
  return [who, through, locked === undefined ? "<unknown>" : locked ? "yes" : "no"];
}

function hookWords({ name, from }: HookSender): string {
  return from === undefined ? `hook ${name}` : `hook ${name}, from ${from}`;
}

function eventRow(event: StatusEvent, now: number): string[] {
  const { lastSeenAt, count, type, reason, object, message } = event;
  return [
    lastSeenAt === undefined ? "<unknown>" : formatAge(now - lastSeenAt),
    type,
    reason,
    object,
    count > 1 ? `${message} (${count} times)` : message,
  ];
}
