import assert from "node:assert/strict";
import { type SyncRun, syncRun } from "../../../../src/apprepo/sync/run.ts";
import { sample } from "./samples.ts";

const rows: readonly (readonly [name: string, expected: Partial<SyncRun>])[] = [
  ["job-team-a-bump-complete", {
    repository: { namespace: "team-a", name: "internal" },
    job: "apprepo-team-a-sync-internal-ktd6d",
    namespace: "kubeapps",
    isScheduled: false,
    phase: "completed",
    createdAt: Date.parse("2026-11-22T21:59:59Z"),
    startedAt: Date.parse("2026-11-22T21:59:59Z"),
    endedAt: Date.parse("2026-11-22T22:00:00Z"),
    failedPods: 0,
    reason: undefined,
  }],
  ["job-kubeapps-bump-complete", { isScheduled: false, phase: "completed" }],
  ["job-kubeapps-cron-complete", { isScheduled: true, phase: "completed" }],
  ["job-running", { isScheduled: false, phase: "running", endedAt: undefined }],
  ["job-failed-crashloop-backofflimit", {
    phase: "failed",
    endedAt: Date.parse("2026-11-22T22:02:52Z"),
    failedPods: 1,
    reason: "BackoffLimitExceeded",
    message: "Job has reached the specified backoff limit",
  }],
  // Its own labels are not the repository's.
  ["job-kubeapps-with-controller-custom-annotations", { isScheduled: false }],
];

for (const [name, expected] of rows) {
  Deno.test(`syncRun() of ${name}`, async () => {
    const run = syncRun(await sample(name));
    assert.ok(run);
    for (const [field, value] of Object.entries(expected)) {
      assert.deepEqual(run[field as keyof SyncRun], value, field);
    }
  });
}

Deno.test("syncRun() takes the Job that cleans up, and any other, for no sync", async () => {
  assert.equal(syncRun(await sample("job-cleanup")), undefined);
  assert.equal(syncRun({ metadata: { name: "backup" }, spec: {} }), undefined);
});

Deno.test("syncRun() does not take the beginning of an end for the end", async () => {
  const job = await sample("job-failed-crashloop-backofflimit");
  const { conditions, ...status } = job.status as { conditions: object[] };
  const run = syncRun({ ...job, status: { ...status, conditions: conditions.slice(0, 1) } });
  assert.equal(run?.phase, "waiting");
  assert.equal(run?.endedAt, undefined);
});
