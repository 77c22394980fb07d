import assert from "node:assert/strict";
import type { SyncRun } from "../../../../../src/apprepo/sync/run.ts";
import { judge, type Raise } from "../../../../../src/apprepo/sync/wait/judge.ts";
import type { SeenRun } from "../../../../../src/apprepo/sync/wait/seen_runs.ts";

const raise: Raise = { resourceVersion: "100", serverTime: 50_000, before: new Set(["known"]) };

/** A Job of the repository, made right after the raise unless told otherwise. */
function job(uid: string, run: Partial<SyncRun> = {}, seen: Partial<SeenRun> = {}): SeenRun {
  const usual: SyncRun = {
    repository: { namespace: "team-a", name: "one" },
    job: `job-${uid}`,
    namespace: "kubeapps",
    uid,
    resourceVersion: "101",
    isScheduled: false,
    phase: "running",
    createdAt: 50_000,
    failedPods: 0,
  };
  return { run: { ...usual, ...run }, firstVersion: "101", wasListed: false, ...seen };
}

const completed = { phase: "completed" } as const;
const failed = { phase: "failed" } as const;
const scheduled = { isScheduled: true } as const;

/** `kind`, or `kind` and the Job that it is about. */
const rows: readonly (readonly [name: string, seen: SeenRun[], expected: string])[] = [
  ["no Job", [], "pending"],
  ["a Job that was there before", [job("known", completed)], "pending"],
  ["a Job made before the raise", [job("a", completed, { firstVersion: "99" })], "pending"],
  ["a Job of the raise itself", [job("a", completed, { firstVersion: "100" })], "pending"],
  ["a scheduled run alone", [job("a", { ...completed, ...scheduled })], "pending"],
  ["one under way", [job("a")], "running a"],
  ["one that waits for its Pod", [job("a", { phase: "waiting" })], "running a"],
  ["one that completed", [job("a", completed)], "ended a"],
  ["one that failed", [job("a", failed)], "ended a"],
  ["one completed, a later one under way", [
    job("a", completed),
    job("b", { createdAt: 51_000 }),
  ], "ended a"],
  [
    "one failed, a later one under way",
    [job("a", failed), job("b", { createdAt: 51_000 })],
    "running b",
  ],
  [
    "one failed, an earlier one under way",
    [job("a", { ...failed, createdAt: 51_000 }), job("b")],
    "running b",
  ],
  ["one failed, a later one completed", [
    job("a", failed),
    job("b", { ...completed, createdAt: 51_000 }),
  ], "ended b"],
  ["one failed beside a scheduled one that completed", [
    job("a", failed),
    job("b", { ...completed, ...scheduled, createdAt: 51_000 }),
  ], "ended a"],
  ["one completed and cleared away", [job("a", completed, { goneAt: 60_000 })], "ended a"],
  ["one deleted before its end", [job("a", {}, { goneAt: 60_000 })], "gone a"],
  ["one deleted, another under way", [
    job("a", {}, { goneAt: 60_000 }),
    job("b", { createdAt: 51_000 }),
  ], "running b"],
  ["one deleted, the schedule's under way", [
    job("a", {}, { goneAt: 60_000 }),
    job("b", { ...scheduled, createdAt: 60_000 }),
  ], "running b"],
  ["one deleted, the schedule's completed", [
    job("a", {}, { goneAt: 60_000 }),
    job("b", { ...scheduled, ...completed, createdAt: 60_000 }),
  ], "ended b"],
  ["one deleted, a scheduled one of before the raise", [
    job("a", {}, { goneAt: 60_000 }),
    job("b", { ...scheduled, ...completed }, { firstVersion: "90" }),
  ], "gone a"],
  // Between two watches: its version may be that of a later change.
  ["one listed, older than the raise", [
    job("a", { ...completed, createdAt: 48_000 }, { wasListed: true }),
  ], "pending"],
  ["one listed, of the second before", [
    job("a", { ...completed, createdAt: 49_000 }, { wasListed: true }),
  ], "ended a"],
  // No etcd behind it.
  ["versions that are no numbers, older", [
    job("a", { ...completed, createdAt: 48_000 }, { firstVersion: "x7" }),
  ], "pending"],
  ["versions that are no numbers", [job("a", completed, { firstVersion: "x7" })], "ended a"],
  ["versions beyond 2^53", [job("a", completed, { firstVersion: "9007199254740993" })], "ended a"],
];

for (const [name, seen, expected] of rows) {
  Deno.test(`judge(): ${name}`, () => {
    const verdict = judge(seen, raise);
    const about = "run" in verdict ? `${verdict.kind} ${verdict.run.uid}` : verdict.kind;
    assert.equal(about, expected);
    assert.deepEqual(judge(seen.toReversed(), raise), verdict, "the order does not matter");
  });
}

Deno.test("judge() compares versions as numbers of any length", () => {
  const long = { ...raise, resourceVersion: "9007199254740992" };
  assert.equal(judge([job("a", {}, { firstVersion: "9007199254740993" })], long).kind, "running");
  assert.equal(judge([job("a", {}, { firstVersion: "9007199254740991" })], long).kind, "pending");
});
