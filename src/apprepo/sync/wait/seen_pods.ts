/** The Pods of syncs while somebody waits, and what they printed before their logs went. */

import { follow, type FollowOptions } from "../../../kube/api/follow.ts";
import type { KubeClient } from "../../../kube/api/client.ts";
import { KubeError } from "../../../kube/api/errors.ts";
import type { RepositoryKey } from "../../app_repository.ts";
import { podLog } from "../log/pod_log.ts";
import { readSyncLog, type SyncLog } from "../log/sync_log.ts";
import { type PodState, podState } from "../pod_state.ts";
import { pods } from "../resources.ts";

export class SeenPods {
  readonly #client: Pick<KubeClient, "list" | "open">;
  readonly #signal: AbortSignal;
  readonly #changed: (repository: RepositoryKey) => void;
  /** The newest of each Job, by the Job's UID. */
  readonly #pods = new Map<string, PodState>();
  /** Jobs of which the newest Pod has left the list. */
  readonly #gone = new Set<string>();
  readonly #logs = new Map<string, SyncLog>();
  /** Ends of containers whose log was taken, as `pod/restarts`. */
  readonly #taken = new Set<string>();

  /** @param changed is told whose Pod has news */
  constructor(
    client: Pick<KubeClient, "list" | "open">,
    signal: AbortSignal,
    changed: (repository: RepositoryKey) => void,
  ) {
    this.#client = client;
    this.#signal = signal;
    this.#changed = changed;
  }

  /** Of a Job; undefined where none was seen, or may be. */
  of(job: string): PodState | undefined {
    return this.#pods.get(job);
  }

  /** What the last container of a Job's that ended badly printed. */
  lastLog(job: string): SyncLog | undefined {
    return this.#logs.get(job);
  }

  /**
   * Follows them until the signal: those that have yet to succeed, since the others are many.
   * Whatever hinders it only makes the wait less telling, and Jobs alone are followed.
   */
  async follow(namespace: string, host: FollowOptions<PodState>["host"]): Promise<void> {
    const query = { fieldSelector: "status.phase!=Succeeded" };
    const options = { query, signal: this.#signal, read: podState, host };
    try {
      for await (const news of follow(this.#client, pods, { namespace }, options)) {
        // One that is gone from the list may have succeeded, and its log can still be read.
        if (news.type === "seen") this.#note(news.item);
        else if (news.type === "gone") this.#left(news.item);
      }
    } catch (error) {
      if (!(error instanceof KubeError) && !this.#signal.aborted) throw error;
    }
  }

  /** Whether the newest Pod of a Job that failed was deleted. */
  isGone(job: string): boolean {
    return this.#gone.has(job);
  }

  #left(pod: PodState): void {
    if (this.#pods.get(pod.job)?.name === pod.name) this.#gone.add(pod.job);
  }

  #note(pod: PodState): void {
    const before = this.#pods.get(pod.job);
    if (before && before.createdAt > pod.createdAt) return;
    this.#pods.set(pod.job, pod);
    this.#gone.delete(pod.job);
    this.#changed(pod.repository);
    const hasFailed = pod.hasPrevious || (!pod.isRunning && pod.trouble !== undefined);
    const end = `${pod.name}/${pod.isRunning ? pod.restarts - 1 : pod.restarts}`;
    if (!hasFailed || this.#taken.has(end)) return;
    this.#taken.add(end);
    // They are gone when the Job has failed for good.
    this.#takeLog(pod).catch(() => this.#taken.delete(end));
  }

  /** @throws {ApiError} {ConnectionError} */
  async #takeLog(pod: PodState): Promise<void> {
    const options = { previous: pod.hasPrevious, signal: this.#signal };
    const log = await readSyncLog(podLog(this.#client, pod, options));
    if (log.lastLines.length === 0) return;
    this.#logs.set(pod.job, log);
    this.#changed(pod.repository);
  }
}
