import assert from "node:assert/strict";
import { syncOverview } from "../../../../../src/apprepo/sync/overview/sync_overview.ts";
import type { SyncRun } from "../../../../../src/apprepo/sync/run.ts";
import type { SyncSchedule } from "../../../../../src/apprepo/sync/schedule.ts";

const now = Date.parse("2026-11-27T00:03:00Z");
const ago = (minutes: number) => now - minutes * 60_000;

function run(job: string, more: Partial<SyncRun>): SyncRun {
  return {
    repository: { namespace: "team-a", name: "x" },
    job,
    namespace: "kubeapps",
    uid: job,
    resourceVersion: "1",
    isScheduled: false,
    phase: "completed",
    createdAt: ago(10),
    failedPods: 0,
    ...more,
  };
}

const completed = run("old", { createdAt: ago(30), endedAt: ago(29) });
const schedule: SyncSchedule = {
  repository: completed.repository,
  cronJob: "c",
  namespace: "kubeapps",
  uid: "c",
  cron: "*/10 * * * *",
  isSuspended: false,
  createdAt: ago(600),
};

interface Expected {
  readonly result: string;
  readonly lastSyncAt?: number;
  readonly isLongAgo?: boolean;
  readonly message?: string;
}

const rows: readonly (readonly [
  title: string,
  seen: {
    readonly runs?: readonly SyncRun[];
    readonly schedule?: Partial<SyncSchedule>;
    readonly age?: number;
  },
  expected: Expected,
])[] = [
  ["no right to list Jobs", {}, { result: "unknown" }],
  ["a new repository without a sync", { runs: [], age: 5 }, { result: "none" }],
  ["an old repository without a Job", { runs: [] }, { result: "none", isLongAgo: true }],
  ["a sync that was completed", { runs: [completed] }, {
    result: "completed",
    lastSyncAt: ago(29),
  }],
  ["one that failed after one that was completed", {
    runs: [
      run("new", {
        phase: "failed",
        endedAt: ago(2),
        reason: "BackoffLimitExceeded",
        message: "Job has reached the specified backoff limit",
      }),
      completed,
    ],
  }, {
    result: "failed",
    lastSyncAt: ago(2),
    message: "BackoffLimitExceeded: Job has reached the specified backoff limit",
  }],
  ["one that runs after one that was completed", {
    runs: [completed, run("new", { phase: "running" })],
  }, { result: "running", lastSyncAt: ago(29) }],
  ["one that runs, and a try has failed", {
    runs: [run("new", { phase: "running", failedPods: 1 })],
  }, { result: "failing", isLongAgo: true, message: "1 Pod has failed" }],
  ["one between two tries", {
    runs: [run("new", { phase: "waiting", failedPods: 2 })],
  }, { result: "failing", isLongAgo: true, message: "2 Pods have failed" }],
  ["one without a Pod", { runs: [run("new", { phase: "waiting" })], age: 1 }, {
    result: "pending",
  }],
  ["Jobs that are gone, after a success of the schedule", {
    runs: [],
    schedule: { lastScheduledAt: ago(125), lastSuccessAt: ago(124) },
  }, { result: "completed", lastSyncAt: ago(124) }],
  ["Jobs that are gone, after a scheduled one that did not succeed", {
    runs: [],
    schedule: { lastScheduledAt: ago(65), lastSuccessAt: ago(124) },
  }, { result: "none", lastSyncAt: ago(124) }],
  ["a scheduled success whose Job was cleared away, and an older Job", {
    runs: [completed],
    schedule: { lastScheduledAt: ago(11), lastSuccessAt: ago(9) },
  }, { result: "completed", lastSyncAt: ago(9) }],
];

for (const [title, { runs, schedule: part, age = 600 }, expected] of rows) {
  Deno.test(`syncOverview() of ${title}`, () => {
    const schedules = part ? [{ ...schedule, ...part }] : [];
    const { result, lastSyncAt, isLongAgo, message } = syncOverview(
      { createdAt: ago(age), runs, schedules },
      now,
    );
    assert.deepEqual({ result, lastSyncAt, isLongAgo, message }, {
      lastSyncAt: undefined,
      isLongAgo: false,
      message: undefined,
      ...expected,
    });
  });
}

Deno.test("syncOverview() has the next run of the schedule", () => {
  const seen = { createdAt: ago(600), runs: [], schedules: [schedule] };
  assert.equal(syncOverview(seen, now).nextSyncAt, Date.parse("2026-11-27T00:10:00Z"));
  const suspended = { ...seen, schedules: [{ ...schedule, isSuspended: true }] };
  assert.equal(syncOverview(suspended, now).nextSyncAt, undefined);
  assert.equal(syncOverview({ ...seen, schedules: undefined }, now).schedule, "unknown");
  assert.equal(syncOverview({ ...seen, schedules: [] }, now).schedule, undefined);
});

Deno.test("syncOverview() goes by the CronJob that was used last", () => {
  const left = { ...schedule, cronJob: "left-behind", lastScheduledAt: ago(5_000) };
  const used = { ...schedule, cronJob: "used", lastScheduledAt: ago(3) };
  const seen = { createdAt: ago(600), runs: [], schedules: [used, left] };
  assert.equal((syncOverview(seen, now).schedule as SyncSchedule).cronJob, "used");
});
