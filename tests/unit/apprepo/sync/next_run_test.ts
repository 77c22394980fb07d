import assert from "node:assert/strict";
import { nextRun, type Recurrence } from "../../../../src/apprepo/sync/next_run.ts";

const now = Date.parse("2026-11-27T00:03:00Z"); // a Friday

/** What Kubernetes' own parser makes of them, at that time. */
const rows: readonly (readonly [cron: string, expected: string | undefined])[] = [
  ["*/10 * * * *", "2026-11-27T00:10:00Z"],
  ["3 * * * *", "2026-11-27T01:03:00Z"],
  ["5/15 * * * *", "2026-11-27T00:05:00Z"],
  ["? * * * *", "2026-11-27T00:04:00Z"],
  ["0 0 1 * MON", "2026-11-30T00:00:00Z"],
  ["0 0 * * sun", "2026-11-29T00:00:00Z"],
  ["1-3 2 * jan-mar *", "2027-01-01T02:01:00Z"],
  ["@hourly", "2026-11-27T01:00:00Z"],
  ["@daily", "2026-11-28T00:00:00Z"],
  ["@midnight", "2026-11-28T00:00:00Z"],
  ["@weekly", "2026-11-29T00:00:00Z"],
  ["@monthly", "2026-12-01T00:00:00Z"],
  ["@yearly", "2027-01-01T00:00:00Z"],
  ["@annually", "2027-01-01T00:00:00Z"],
  ["@every 10m", "2026-11-27T00:11:40Z"],
  ["@every 1h30m", "2026-11-27T01:21:40Z"],
  ["@every 90s", "2026-11-27T00:03:40Z"],
  ["@every x", undefined],
  ["@every 0s", undefined],
  ["TZ=Europe/Berlin 0 5 * * *", "2026-11-27T04:00:00Z"],
  ["CRON_TZ=America/New_York 0 0 * * *", "2026-11-27T05:00:00Z"],
  ["0 0 31 2 *", undefined],
  ["nonsense", undefined],
  ["", undefined],
];

const recurrence: Omit<Recurrence, "cron"> = {
  isSuspended: false,
  createdAt: Date.parse("2026-11-26T20:00:00Z"),
  lastScheduledAt: Date.parse("2026-11-26T23:51:40Z"),
};

for (const [cron, expected] of rows) {
  Deno.test(`nextRun() of ${JSON.stringify(cron)} is ${expected}`, () => {
    const found = nextRun({ ...recurrence, cron }, now);
    assert.equal(found, expected && Date.parse(expected));
  });
}

Deno.test("nextRun() goes by the CronJob's time zone", () => {
  const found = nextRun({ ...recurrence, cron: "0 5 * * *", timeZone: "Asia/Tokyo" }, now);
  assert.equal(found, Date.parse("2026-11-27T20:00:00Z"));
});

Deno.test("nextRun() of a suspended CronJob is none", () => {
  assert.equal(nextRun({ ...recurrence, cron: "@hourly", isSuspended: true }, now), undefined);
});

Deno.test("nextRun() counts from the beginning where nothing was scheduled yet", () => {
  const fresh = { ...recurrence, createdAt: now - 1_000, lastScheduledAt: undefined };
  assert.equal(nextRun({ ...fresh, cron: "@every 10m" }, now), now + 599_000);
});
