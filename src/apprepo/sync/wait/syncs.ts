/** Everything that is known of the syncs while somebody waits for some of them, and the news of it. */

import type { KubeClient } from "../../../kube/api/client.ts";
import { follow } from "../../../kube/api/follow.ts";
import { repositoryId, type RepositoryKey } from "../../app_repository.ts";
import { jobs } from "../resources.ts";
import { syncRun } from "../run.ts";
import { SeenPods } from "./seen_pods.ts";
import { SeenRuns } from "./seen_runs.ts";

export interface WaitHost {
  now(): number;
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** Milliseconds after which those that wait look again though there are no news. */
const tick = 1_000;

export class Syncs {
  readonly runs = new SeenRuns();
  readonly pods: SeenPods;
  readonly #host: WaitHost;
  readonly #signal: AbortSignal;
  /** Those that wait for news, by repository. */
  readonly #waiting = new Map<string, Set<() => void>>();
  #failure: { readonly error: unknown } | undefined;
  #followsPods = false;

  private constructor(client: KubeClient, host: WaitHost, signal: AbortSignal) {
    this.#host = host;
    this.#signal = signal;
    this.pods = new SeenPods(client, signal, (repository) => this.#tell(repository));
    signal.addEventListener("abort", () => this.#tellAll(), { once: true });
  }

  /**
   * Returns once all Jobs that are there are known; from then on none is missed.
   * @param signal ends it
   * @throws {ApiError} {ConnectionError} where Jobs can't be listed
   */
  static async open(
    client: KubeClient,
    namespace: string,
    host: WaitHost,
    signal: AbortSignal,
  ): Promise<Syncs> {
    const syncs = new Syncs(client, host, signal);
    await syncs.#followJobs(client, namespace);
    syncs.#tickOn();
    return syncs;
  }

  /** From the first sync on that is waited for. */
  followPods(namespace: string): void {
    if (this.#followsPods) return;
    this.#followsPods = true;
    this.pods.follow(namespace, this.#host).catch((error) => this.#fail(error));
  }

  /**
   * Returns when there may be something new about the repository, a second later at most, and at once
   * when the signal of all is aborted.
   * @throws {ApiError} {ConnectionError} where Jobs can't be followed any more
   */
  async news(key: RepositoryKey): Promise<void> {
    if (this.#signal.aborted) return;
    this.#throwIfLost();
    const id = repositoryId(key);
    const waiting = this.#waiting.get(id) ?? new Set();
    this.#waiting.set(id, waiting);
    await new Promise<void>((resolve) => waiting.add(resolve));
    this.#throwIfLost();
  }

  /** @returns when the first list is complete */
  #followJobs(client: KubeClient, namespace: string): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const options = { signal: this.#signal, read: syncRun, host: this.#host };
    const following = async () => {
      for await (const news of follow(client, jobs, { namespace }, options)) {
        if (news.type === "current") resolve();
        const repository = this.runs.note(news, this.#host.now());
        if (repository) this.#tell(repository);
      }
    };
    following().catch((error) => {
      reject(error);
      this.#fail(error);
    });
    return promise;
  }

  #throwIfLost(): void {
    if (this.#failure && !this.#signal.aborted) throw this.#failure.error;
  }

  #fail(error: unknown): void {
    this.#failure ??= { error };
    this.#tellAll();
  }

  async #tickOn(): Promise<void> {
    while (!this.#signal.aborted) {
      await this.#host.sleep(tick, this.#signal).catch(() => {});
      this.#tellAll();
    }
  }

  #tell(key: RepositoryKey): void {
    const id = repositoryId(key);
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    for (const wake of waiting ?? []) wake();
  }

  #tellAll(): void {
    const all = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const waiting of all) {
      for (const wake of waiting) wake();
    }
  }
}
