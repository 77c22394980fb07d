/** How a run and its Pods stand, while they are followed. */

import { forwardAbort } from "../../../kube/api/forward_abort.ts";
import { type PodState, podState } from "../pod_state.ts";
import { pods } from "../resources.ts";
import { hasEnded, type SyncRun } from "../run.ts";
import type { LogWorld } from "./container_log.ts";
import { podQuery } from "./job_log.ts";
import { Mirror } from "./mirror.ts";

/** One start of the container `sync`: a Pod, and how often it had been restarted by then. */
export interface Container {
  readonly pod: PodState;
  readonly number: number;
}

/** Milliseconds after which one looks again though there are no news. */
const tick = 1_000;

export class RunState {
  readonly run: SyncRun;
  readonly #host: LogWorld["host"];
  readonly #runs: Mirror<SyncRun>;
  readonly #pods: Mirror<PodState>;

  private constructor(
    { host }: LogWorld,
    runs: Mirror<SyncRun>,
    run: SyncRun,
    mirror: Mirror<PodState>,
  ) {
    this.#host = host;
    this.#runs = runs;
    this.run = run;
    this.#pods = mirror;
  }

  /**
   * Returns when the Pods that are there are known.
   * @param runs where the run's end will be seen
   * @param signal ends it
   * @throws {ApiError} {ConnectionError} where Pods can't be listed
   */
  static async open(
    world: LogWorld,
    runs: Mirror<SyncRun>,
    run: SyncRun,
    signal: AbortSignal,
  ): Promise<RunState> {
    const mirror = new Mirror<PodState>(world, signal, ({ name }) => name);
    await mirror.follow(pods, run.namespace, podQuery(run.job), (pod) => {
      const state = podState(pod);
      return state?.job === run.uid ? state : undefined;
    });
    return new RunState(world, runs, run, mirror);
  }

  /** It has ended, or nobody will see how. */
  get isOver(): boolean {
    const run = this.#runs.of(this.run.uid);
    return !run || run.isGone || hasEnded(run.item);
  }

  /** As they were last seen, those that are gone too; the oldest first. */
  get pods(): PodState[] {
    const items = this.#pods.items.map(({ item }) => item);
    return items.sort((left, right) => left.createdAt - right.createdAt);
  }

  pod(name: string): PodState | undefined {
    return this.#pods.of(name)?.item;
  }

  /** Takes in what was seen otherwise. */
  see(pod: PodState): void {
    this.#pods.put(pod);
  }

  hasEnded({ pod: { name }, number }: Container): boolean {
    const pod = this.#pods.of(name);
    if (this.isOver || !pod || pod.isGone) return true;
    return pod.item.restarts > number || !pod.item.isRunning;
  }

  /** Returns when something has changed, a second later at most. */
  async news(signal: AbortSignal): Promise<void> {
    const woken = new AbortController();
    const unlink = forwardAbort(signal, woken);
    try {
      const later = this.#host.sleep(tick, woken.signal);
      await Promise.race([this.#pods.changed, this.#runs.changed, later]);
    } finally {
      unlink();
      woken.abort();
    }
  }
}
