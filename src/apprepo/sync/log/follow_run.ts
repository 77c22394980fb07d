/** The log of one run to its end, through each restart of its container and each of its Pods. */

import { ApiError } from "../../../kube/api/errors.ts";
import { forwardAbort } from "../../../kube/api/forward_abort.ts";
import { type PodState, podState } from "../pod_state.ts";
import { pods } from "../resources.ts";
import { hasEnded, type SyncRun } from "../run.ts";
import { containerLog, type LogWorld } from "./container_log.ts";
import { jobPods } from "./job_log.ts";
import { LogCursor, type TimedLine } from "./log_cursor.ts";
import { Mirror, type Mirrored } from "./mirror.ts";

export interface FollowRunOptions {
  readonly tailLines?: number;
  readonly sinceSeconds?: number;
  readonly signal: AbortSignal;
  /** Told what the run's Pods look like, whenever there is nothing to read. */
  readonly waiting?: (pods: readonly PodState[]) => Promise<void>;
}

/** One start of the container `sync`: a Pod, and how often it had been restarted by then. */
interface Container {
  readonly pod: PodState;
  readonly number: number;
}

/** Milliseconds that a log may take to end after its container did. */
const grace = 3_000;
/** Milliseconds after which the state is looked at though there are no news. */
const tick = 1_000;

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
    const mirror = new Mirror<PodState>(world, over.signal, ({ name }) => name);
    const query = { labelSelector: `job-name=${run.job}` };
    await mirror.follow(pods, run.namespace, query, (pod) => {
      const state = podState(pod);
      return state?.job === run.uid ? state : undefined;
    });
    yield* new RunFollower(world, runs, run, mirror, options).lines();
  } finally {
    unlink();
    over.abort(new DOMException("the log is at its end", "AbortError"));
  }
}

class RunFollower {
  readonly #world: LogWorld;
  readonly #runs: Mirror<SyncRun>;
  readonly #run: SyncRun;
  readonly #pods: Mirror<PodState>;
  readonly #options: FollowRunOptions;
  /** By Pod: the last container of which all has been read. */
  readonly #done = new Map<string, number>();
  readonly #cursors = new Map<string, LogCursor>();
  /** What `--tail` and `--since` leave out is of the past. */
  #start: Pick<FollowRunOptions, "tailLines" | "sinceSeconds">;

  constructor(
    world: LogWorld,
    runs: Mirror<SyncRun>,
    run: SyncRun,
    mirror: Mirror<PodState>,
    options: FollowRunOptions,
  ) {
    const { tailLines, sinceSeconds } = options;
    this.#world = world;
    this.#runs = runs;
    this.#run = run;
    this.#pods = mirror;
    this.#options = options;
    this.#start = { tailLines, sinceSeconds };
    // It begins with the container that runs, or ran last.
    const there = this.#sorted();
    for (const { item: { name } } of there.slice(0, -1)) this.#done.set(name, Infinity);
    const newest = there.at(-1)?.item;
    if (newest) this.#done.set(newest.name, newest.restarts - 1);
  }

  async *lines(): AsyncGenerator<TimedLine> {
    const { client } = this.#world;
    const { signal, waiting } = this.#options;
    let isLastLook = false;
    while (true) {
      const next = this.#next();
      if (next) {
        yield* this.#read(next);
      } else if (!this.#isOver) {
        await waiting?.(this.#sorted().map(({ item }) => item));
        await this.#news();
      } else if (isLastLook) {
        return;
      } else {
        // The end of the Job may be known before that of its Pod.
        for (const pod of await jobPods(client, this.#run, signal)) this.#pods.put(pod);
        isLastLook = true;
      }
    }
  }

  #next(): Container | undefined {
    for (const { item: pod } of this.#sorted()) {
      const done = this.#done.get(pod.name) ?? -1;
      // Of those that ended between two looks, only the last but one can still be read.
      const missed = pod.restarts - 1;
      if (pod.hasPrevious && done < missed) return { pod, number: missed };
      if (pod.hasLog && done < pod.restarts) return { pod, number: pod.restarts };
    }
    return undefined;
  }

  async *#read(container: Container): AsyncGenerator<TimedLine> {
    const { name } = container.pod;
    const cursor = this.#cursors.get(name) ?? new LogCursor();
    this.#cursors.set(name, cursor);
    if (!this.#hasEnded(container)) {
      yield* this.#follow(container, cursor);
      // A stream that ends early is taken up again at once.
      if (!this.#hasEnded(container)) return await this.#news();
    }
    yield* this.#rest(container, cursor);
    this.#done.set(name, container.number);
    this.#start = {};
  }

  async *#follow(container: Container, cursor: LogCursor): AsyncGenerator<TimedLine> {
    const { signal } = this.#options;
    const cut = new AbortController();
    const unlink = forwardAbort(signal, cut);
    this.#cutAfter(container, cut);
    try {
      const options = { ...this.#start, follow: true, signal: cut.signal };
      yield* containerLog(this.#world, container.pod, cursor, options);
    } catch (error) {
      signal.throwIfAborted();
      if (!cut.signal.aborted && !isGone(error)) throw error;
    } finally {
      unlink();
      cut.abort();
    }
  }

  /** A connection may have died without a word. */
  async #cutAfter(container: Container, cut: AbortController): Promise<void> {
    const { host } = this.#world;
    try {
      while (!this.#hasEnded(container)) {
        await Promise.race([this.#pods.changed, this.#runs.changed, host.sleep(tick, cut.signal)]);
      }
      await host.sleep(grace, cut.signal);
    } catch {
      // It has ended, or what went wrong is told to those who read.
    }
    cut.abort();
  }

  /** What the stream did not bring before the container ended. */
  async *#rest(container: Container, cursor: LogCursor): AsyncGenerator<TimedLine> {
    const { signal } = this.#options;
    const pod = this.#pods.of(container.pod.name)?.item ?? container.pod;
    const previous = pod.restarts > container.number;
    try {
      const options = { ...this.#start, previous, signal };
      yield* containerLog(this.#world, pod, cursor, options);
    } catch (error) {
      if (!isGone(error)) throw error;
    }
  }

  #hasEnded({ pod: { name }, number }: Container): boolean {
    const pod = this.#pods.of(name);
    if (this.#isOver || !pod || pod.isGone) return true;
    return pod.item.restarts > number || !pod.item.isRunning;
  }

  get #isOver(): boolean {
    const run = this.#runs.of(this.#run.uid);
    return !run || run.isGone || hasEnded(run.item);
  }

  #sorted(): Mirrored<PodState>[] {
    return this.#pods.items.toSorted((left, right) => left.item.createdAt - right.item.createdAt);
  }

  async #news(): Promise<void> {
    const woken = new AbortController();
    const unlink = forwardAbort(this.#options.signal, woken);
    try {
      const { host } = this.#world;
      await Promise.race([
        this.#pods.changed,
        this.#runs.changed,
        host.sleep(tick, woken.signal),
      ]);
    } finally {
      unlink();
      woken.abort();
    }
  }
}

/** Of the Pod, or of the container in it. */
function isGone(error: unknown): boolean {
  return error instanceof ApiError && (error.code === 404 || error.code === 400);
}
