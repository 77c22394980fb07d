import assert from "node:assert/strict";
import { byAge, isOf } from "../../../../src/apprepo/sync/find_runs.ts";
import { type SyncRun, syncRun } from "../../../../src/apprepo/sync/run.ts";
import { sample } from "./samples.ts";

const some = syncRun(await sample("job-team-a-bump-complete"))!;

function run(job: string, createdAt: number, more: Partial<SyncRun> = {}): SyncRun {
  return { ...some, job, createdAt, resourceVersion: "10", ...more };
}

const rows: readonly (readonly [why: string, older: SyncRun, newer: SyncRun])[] = [
  ["made later", run("a", 1_000, { phase: "running" }), run("b", 2_000)],
  [
    "it still runs",
    run("a", 1_000, { resourceVersion: "99" }),
    run("b", 1_000, { phase: "waiting" }),
  ],
  ["it changed last", run("a", 1_000, { resourceVersion: "9" }), run("b", 1_000)],
];

for (const [why, older, newer] of rows) {
  Deno.test(`byAge(): the newer run is the one of which holds: ${why}`, () => {
    for (const runs of [[older, newer], [newer, older]]) {
      assert.deepEqual(runs.sort(byAge).map(({ job }) => job), [older.job, newer.job]);
    }
  });
}

Deno.test("isOf() takes both parts of the repository's name", () => {
  const { namespace, name } = some.repository;
  assert.equal(isOf(some, { namespace, name }), true);
  assert.equal(isOf(some, { namespace: "other", name }), false);
  assert.equal(isOf(some, { namespace, name: "other" }), false);
});
