/** Which run answers a raise. Nothing ties the two but that the Job began after the PUT. */

import { hasEnded, type SyncRun } from "../run.ts";
import type { SeenRun } from "./seen_runs.ts";

/** One PUT that was acknowledged. */
export interface Raise {
  /** Of the repository, as the API server stored it. */
  readonly resourceVersion: string;
  /** The API server's clock then, in ms since the epoch, to the second. */
  readonly serverTime?: number;
  /** UIDs of the repository's Jobs that were there before the PUT was sent. */
  readonly before: ReadonlySet<string>;
}

export type Verdict =
  /** There is no such Job yet. */
  | { readonly kind: "pending" }
  | { readonly kind: "running"; readonly run: SyncRun }
  | { readonly kind: "ended"; readonly run: SyncRun }
  /** Its Job was deleted before its end, and no other took its place. */
  | { readonly kind: "gone"; readonly run: SyncRun; readonly at: number };

/**
 * A Job that was made because of somebody else's later raise is as good: it reads the registry after
 * the PUT, too. One that the schedule made counts only where the Job of the raise was deleted for it.
 */
export function judge(seen: readonly SeenRun[], raise: Raise): Verdict {
  const after = seen.filter((one) => beganAfter(one, raise));
  const own = after.filter(({ run }) => !run.isScheduled);
  const verdict = judgeRuns(own);
  if (verdict.kind !== "gone") return verdict;
  const replacement = judgeRuns(after.filter(({ run }) => run.isScheduled));
  return replacement.kind === "running" || replacement.kind === "ended" ? replacement : verdict;
}

/** One that completed is enough; while one is under way the others may have failed; else the last counts. */
function judgeRuns(seen: readonly SeenRun[]): Verdict {
  const sorted = seen.toSorted((a, b) => a.run.createdAt - b.run.createdAt);
  const completed = sorted.find(({ run }) => run.phase === "completed");
  if (completed) return { kind: "ended", run: completed.run };
  const active = sorted.findLast(({ run, goneAt }) => !hasEnded(run) && goneAt === undefined);
  if (active) return { kind: "running", run: active.run };
  const last = sorted.at(-1);
  if (!last) return { kind: "pending" };
  if (hasEnded(last.run)) return { kind: "ended", run: last.run };
  return { kind: "gone", run: last.run, at: last.goneAt ?? 0 };
}

/**
 * Two objects' resourceVersions come from one counter where both are numbers, as long as one etcd holds
 * both. That is not promised, so a greater one proves nothing alone, but a smaller one excludes.
 */
function beganAfter({ run, firstVersion, wasListed }: SeenRun, raise: Raise): boolean {
  if (raise.before.has(run.uid)) return false;
  const isLater = isGreater(firstVersion, raise.resourceVersion);
  if (isLater === false) return false;
  // A Job that was not seen when it was made may have changed since: its version tells too little.
  if (isLater && !wasListed) return true;
  return raise.serverTime === undefined || run.createdAt >= raise.serverTime - 1_000;
}

/** @returns undefined where the two can't be compared */
function isGreater(version: string, other: string): boolean | undefined {
  const isNumber = /^[0-9]{1,19}$/;
  if (!isNumber.test(version) || !isNumber.test(other)) return undefined;
  return BigInt(version) > BigInt(other);
}
