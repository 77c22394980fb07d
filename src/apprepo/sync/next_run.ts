/** When a CronJob makes its next Job. */

import { Cron } from "croner";
import type { SyncSchedule } from "./schedule.ts";

/** What is asked of a schedule. */
export type Recurrence = Pick<
  SyncSchedule,
  "cron" | "timeZone" | "isSuspended" | "createdAt" | "lastScheduledAt"
>;

/** Thousands of repositories share a few schedules. */
const crons = new Map<string, Cron>();

/**
 * The format is that of Kubernetes. Source: ParseStandard of github.com/robfig/cron/v3, with which
 * kube-controller-manager reads it; without a time zone, its own, which is UTC wherever it runs in a
 * container.
 * @param now in ms since the epoch
 * @returns ms since the epoch; undefined where there is none, or it can't be told
 */
export function nextRun(schedule: Recurrence, now: number): number | undefined {
  if (schedule.isSuspended) return undefined;
  const [, zone, cron = ""] = /^(?:(?:CRON_)?TZ=(\S+)\s+)?(.*)$/.exec(schedule.cron.trim()) ?? [];
  const every = /^@every\s+(\S+)$/.exec(cron)?.[1];
  if (every !== undefined) return nextOfInterval(schedule, every, now);
  try {
    return cronOf(cron, zone ?? schedule.timeZone ?? "UTC").nextRun(new Date(now))?.getTime();
  } catch {
    return undefined;
  }
}

function cronOf(cron: string, timezone: string): Cron {
  const id = `${timezone} ${cron}`;
  // To look a time zone up for the first time takes 10 ms.
  const where = timezone === "UTC" ? { utcOffset: 0 } : { timezone };
  // Kubernetes takes `5/15` for `5-59/15`.
  const known = crons.get(id) ?? new Cron(cron, { ...where, mode: "5-part", sloppyRanges: true });
  crons.set(id, known);
  return known;
}

const unitMs: Readonly<Record<string, number>> = { h: 3_600_000, m: 60_000, s: 1_000 };

/** `@every 1h30m` counts from the last Job. */
function nextOfInterval(
  { createdAt, lastScheduledAt }: Recurrence,
  every: string,
  now: number,
): number | undefined {
  const parts = [...every.matchAll(/(\d+(?:\.\d+)?)([hms])/gy)];
  const length = parts.reduce((sum, [, count, unit]) => sum + Number(count) * unitMs[unit!]!, 0);
  const isWhole = parts.map(([part]) => part).join("") === every;
  const step = Math.max(1, Math.floor(length / 1_000)) * 1_000;
  if (!isWhole || length <= 0) return undefined;
  const start = lastScheduledAt ?? createdAt;
  return start + Math.max(1, Math.ceil((now - start + 1) / step)) * step;
}
