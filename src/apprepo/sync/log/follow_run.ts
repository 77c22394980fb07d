/** The log of one run to its end, through each restart of its container and each of its Pods. */

import { forwardAbort } from "../../../kube/api/forward_abort.ts";
import type { PodState } from "../pod_state.ts";
import type { SyncRun } from "../run.ts";
import type { LogWorld } from "./container_log.ts";
import { followContainer, type FollowContainerOptions } from "./follow_container.ts";
import { jobPods } from "./job_log.ts";
import { LogCursor, type TimedLine } from "./log_cursor.ts";
import type { Mirror } from "./mirror.ts";
import { type Container, RunState } from "./run_state.ts";

export interface FollowRunOptions extends FollowContainerOptions {
  /** Told what the run's Pods look like, whenever there is nothing to read. */
  readonly waiting: (pods: readonly PodState[]) => Promise<void>;
}

/**
 * @param runs where the run's end will be seen
 * @throws {ApiError} {ConnectionError} where its Pods can't be listed or their log can't be read
 */
export async function* followRun(
  world: LogWorld,
  runs: Mirror<SyncRun>,
  run: SyncRun,
  options: FollowRunOptions,
): AsyncGenerator<TimedLine> {
  const over = new AbortController();
  const unlink = forwardAbort(options.signal, over);
  try {
    const state = await RunState.open(world, runs, run, over.signal);
    yield* new RunFollower(world, state, options).lines();
  } finally {
    unlink();
    over.abort(new DOMException("the log is at its end", "AbortError"));
  }
}

class RunFollower {
  readonly #world: LogWorld;
  readonly #state: RunState;
  readonly #options: FollowRunOptions;
  /** By Pod: the last container of which all has been read. */
  readonly #done = new Map<string, number>();
  readonly #cursors = new Map<string, LogCursor>();
  /** What `--tail` and `--since` leave out is of the past: they are for the first container. */
  #isFirst = true;

  constructor(world: LogWorld, state: RunState, options: FollowRunOptions) {
    this.#world = world;
    this.#state = state;
    this.#options = options;
    // It begins with the container that runs, or ran last.
    const newest = state.pods.at(-1);
    for (const { name } of state.pods) this.#done.set(name, Infinity);
    if (newest) this.#done.set(newest.name, newest.restarts - 1);
  }

  async *lines(): AsyncGenerator<TimedLine> {
    const { signal, waiting } = this.#options;
    let isLastLook = false;
    while (true) {
      const next = this.#next();
      if (next) {
        yield* this.#read(next);
      } else if (!this.#state.isOver) {
        await waiting(this.#state.pods);
        await this.#state.news(signal);
      } else if (isLastLook) {
        return;
      } else {
        // The end of the Job may be known before that of its Pod.
        const pods = await jobPods(this.#world.client, this.#state.run, signal);
        for (const pod of pods) this.#state.see(pod);
        isLastLook = true;
      }
    }
  }

  #next(): Container | undefined {
    for (const pod of this.#state.pods) {
      const done = this.#done.get(pod.name) ?? -1;
      // Of those that ended between two looks, only the last but one can still be read.
      const missed = pod.restarts - 1;
      if (pod.hasPrevious && done < missed) return { pod, number: missed };
      if (pod.hasLog && done < pod.restarts) return { pod, number: pod.restarts };
    }
    return undefined;
  }

  async *#read(container: Container): AsyncGenerator<TimedLine> {
    const { signal, tailLines, sinceSeconds } = this.#options;
    const { name } = container.pod;
    const cursor = this.#cursors.get(name) ?? new LogCursor();
    this.#cursors.set(name, cursor);
    const options = this.#isFirst ? { signal, tailLines, sinceSeconds } : { signal };
    if (yield* followContainer(this.#world, this.#state, container, cursor, options)) {
      this.#done.set(name, container.number);
      this.#isFirst = false;
    } else await this.#state.news(signal);
  }
}
