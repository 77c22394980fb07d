/** Where a sync that is waited for stands. */

import type { PodState } from "../pod_state.ts";
import type { SyncRun } from "../run.ts";
import type { Verdict } from "./judge.ts";

export interface SyncState {
  /** `waiting`: no Job yet; `starting`: a Job, but nothing runs yet; `restarting`: between two tries. */
  readonly phase: "waiting" | "starting" | "running" | "restarting";
  readonly run?: SyncRun;
  readonly restarts: number;
}

export function syncState(verdict: Verdict, pod: PodState | undefined): SyncState {
  if (verdict.kind === "pending") return { phase: "waiting", restarts: 0 };
  const { run } = verdict;
  const restarts = pod?.restarts ?? 0;
  return { phase: phaseOf(run, pod, restarts), run, restarts };
}

function phaseOf(run: SyncRun, pod: PodState | undefined, restarts: number): SyncState["phase"] {
  if (pod === undefined) return run.phase === "waiting" ? "starting" : "running";
  if (pod.isRunning) return "running";
  return restarts > 0 || pod.trouble?.reason === "Error" ? "restarting" : "starting";
}

/** Such as `sync Job kubeapps/apprepo-team-a-sync-one-x7k2p is running, 2 restarts`. */
export function stateText({ phase, run, restarts }: SyncState): string {
  if (!run) return "no sync Job has come yet";
  return `sync Job ${run.namespace}/${run.job} is ${phase}${restartsText(restarts)}`;
}

/** What follows a state: `, 2 restarts`, or nothing. */
export function restartsText(restarts: number): string {
  return restarts === 0 ? "" : `, ${restarts} restart${restarts === 1 ? "" : "s"}`;
}
