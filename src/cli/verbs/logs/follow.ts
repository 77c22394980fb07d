/** `logs -f`: waits for a sync to start, and follows its log to its end. */

import { byAge, isOf, jobQuery } from "../../../apprepo/sync/find_runs.ts";
import { createFailure } from "../../../apprepo/sync/create_failure.ts";
import { followRun } from "../../../apprepo/sync/log/follow_run.ts";
import { Mirror } from "../../../apprepo/sync/log/mirror.ts";
import type { PodState } from "../../../apprepo/sync/pod_state.ts";
import { jobs } from "../../../apprepo/sync/resources.ts";
import { hasEnded, type SyncRun, syncRun } from "../../../apprepo/sync/run.ts";
import { forwardAbort } from "../../../kube/api/forward_abort.ts";
import { LineWriter } from "./line_writer.ts";
import { LogsError } from "./logs_error.ts";
import type { LogsTask } from "./logs_task.ts";
import { showRun } from "./show_run.ts";

/** Milliseconds after which a Job without a Pod is asked about, and between two questions. */
const patience = 3_000;

/**
 * @param known the newest run, if there is one; without it, the next is waited for
 * @throws {LogsError} where it had no log to the end, or was deleted before
 * @throws {ApiError} {ConnectionError}
 */
export async function followNewest(task: LogsTask, known: SyncRun | undefined): Promise<void> {
  const over = new AbortController();
  const unlink = forwardAbort(task.context.stop, over);
  try {
    await new Follow(task, over.signal).run(known);
  } finally {
    unlink();
    over.abort(new DOMException("the run is over", "AbortError"));
  }
}

class Follow {
  readonly #task: LogsTask;
  readonly #signal: AbortSignal;
  readonly #writer: LineWriter;
  readonly #runs: Mirror<SyncRun>;
  readonly #what: string;
  readonly #said = new Set<string>();
  #nextQuestion: number;
  #state: string;

  /** @param signal ends all that goes on beside */
  constructor(task: LogsTask, signal: AbortSignal) {
    const { context, client, config, repository: { name } } = task;
    const { host } = context;
    this.#task = task;
    this.#signal = signal;
    this.#writer = new LineWriter(context, config.timestamps);
    this.#runs = new Mirror<SyncRun>({ client, host }, signal, ({ uid }) => uid);
    this.#what = config.job ? `Job ${config.job}` : `a sync of apprepository.kubeapps.com/${name}`;
    this.#state = `Waiting for ${this.#what}`;
    this.#nextQuestion = host.now() + patience;
  }

  async run(known: SyncRun | undefined): Promise<void> {
    const { context: { host }, client, config } = this.#task;
    const told = this.#writer.sayNowAndThen(() => this.#state, this.#signal);
    // A broken pipe shows here as well as there.
    const failed = new Promise<never>((_, reject) => told.catch(reject));
    await Promise.race([failed, this.#followJobs()]);
    const run = known ?? await Promise.race([failed, this.#next()]);
    const { tailLines, sinceSeconds } = config;
    const lines = followRun({ client, host }, this.#runs, run, {
      tailLines,
      sinceSeconds,
      signal: this.#signal,
      waiting: (pods) => this.#waiting(run, pods),
    });
    await Promise.race([failed, this.#writer.writeAll(this.#watched(run, lines))]);
    await this.#finish(run);
  }

  async #followJobs(): Promise<void> {
    const { config, repository, namespaces } = this.#task;
    const query = jobQuery(config.job);
    await Promise.all(
      namespaces.map((namespace) =>
        this.#runs.follow(jobs, namespace, query, (job) => {
          const run = syncRun(job);
          return run && isOf(run, repository) ? run : undefined;
        })
      ),
    );
  }

  async #next(): Promise<SyncRun> {
    while (true) {
      const there = this.#runs.items.filter(({ isGone }) => !isGone).map(({ item }) => item);
      const newest = there.sort(byAge).at(-1);
      if (newest) return newest;
      this.#sayOnce(`${this.#state} ...`);
      await this.#news();
    }
  }

  async #news(): Promise<void> {
    const { promise, reject } = Promise.withResolvers<never>();
    const abort = () => reject(this.#signal.reason);
    this.#signal.addEventListener("abort", abort, { once: true });
    if (this.#signal.aborted) abort();
    try {
      await Promise.race([promise, this.#runs.changed]);
    } finally {
      this.#signal.removeEventListener("abort", abort);
    }
  }

  /** Once a line has come, it runs, whatever was said before. */
  async *#watched<T>(run: SyncRun, lines: AsyncGenerator<T>): AsyncGenerator<T> {
    const running = `Job ${run.namespace}/${run.job} is running`;
    this.#state = running;
    for await (const line of lines) {
      this.#state = running;
      yield line;
    }
  }

  /** Says why there is nothing to read: each reason once. */
  async #waiting(run: SyncRun, pods: readonly PodState[]): Promise<void> {
    const job = `Job ${run.namespace}/${run.job}`;
    const pod = pods.at(-1);
    if (pod?.trouble) {
      const { reason, message } = pod.trouble;
      this.#state = `The Pod of ${job} waits: ${message ? `${reason}: ${message}` : reason}`;
      return this.#sayOnce(this.#state);
    }
    this.#state = pod?.hasLog
      ? `Waiting for the end of ${job}`
      : `Waiting for the Pod of ${job} to start`;
    if (!pod?.hasLog) this.#sayOnce(`${this.#state} ...`);
    const { context: { host }, client } = this.#task;
    if (pod || host.now() < this.#nextQuestion) return;
    this.#nextQuestion = host.now() + patience;
    const failure = await createFailure(client, run, this.#signal);
    if (failure) this.#sayOnce(`${job} has no Pod: ${failure.reason}: ${failure.message}`);
  }

  #sayOnce(text: string): void {
    if (this.#said.has(text)) return;
    this.#said.add(text);
    this.#writer.say(text);
  }

  async #finish(run: SyncRun): Promise<void> {
    const { item: last = run, isGone = true } = this.#runs.of(run.uid) ?? {};
    if (isGone && !hasEnded(last)) {
      throw new LogsError(`Job ${run.namespace}/${run.job} was deleted before its end`);
    }
    // Nothing was new, or what there was is gone: another look tells.
    if (this.#writer.count === 0) await showRun(this.#task, last);
  }
}
