/** Why no Job comes for a raise, as far as that can be known before the time is up. */

import type { KubeClient } from "../../../kube/api/client.ts";
import { ApiError, KubeError } from "../../../kube/api/errors.ts";
import {
  appRepositories,
  type AppRepository,
  longestSyncedName,
  type RepositoryKey,
} from "../../app_repository.ts";
import { findReleases } from "../../kubeapps/releases.ts";
import type { SyncController } from "../../kubeapps/sync_controller.ts";

/** Milliseconds without a Job before anybody is asked, and between two questions. */
const patience = 10_000;
/** For how long a controller may be on its way, in ms: it is restarted now and then. */
const timeToStart = 30_000;

/** Milliseconds between two questions about single repositories: ten thousand may wait. */
const questionInterval = 200;

/** What was found of the controller; `unknown` without the right to look. */
type Found = { readonly kind: "unknown" } | { readonly kind: "none" } | {
  readonly kind: "controller";
  readonly controller: SyncController;
};

export class NotStarted {
  readonly #client: Pick<KubeClient, "get" | "list">;
  readonly #namespace: string;
  readonly #signal: AbortSignal;
  #lastQuestion = -Infinity;
  #found: { readonly at: number; readonly found: Promise<Found> } | undefined;

  /** @param namespace Kubeapps' own */
  constructor(client: Pick<KubeClient, "get" | "list">, namespace: string, signal: AbortSignal) {
    this.#client = client;
    this.#namespace = namespace;
    this.#signal = signal;
  }

  /**
   * @param waited for how long there has been no Job, in ms
   * @returns why none will come; undefined where one may
   */
  async why({ name }: RepositoryKey, waited: number, now: number): Promise<string | undefined> {
    if (name.length > longestSyncedName) {
      return `its name has over ${longestSyncedName} characters, and Kubeapps never syncs such a repository`;
    }
    if (waited < patience) return undefined;
    const found = await this.#controller(now);
    if (found.kind === "unknown") return undefined;
    if (found.kind === "none") {
      return `there is no Kubeapps in namespace "${this.#namespace}": name the right one by --kubeapps-namespace`;
    }
    const { name: deployment, wanted, ready } = found.controller;
    const isAway = wanted === 0 || (ready === 0 && waited >= timeToStart);
    return isAway
      ? `Kubeapps' controller does not run: ${ready} of ${wanted} replicas of Deployment ${this.#namespace}/${deployment} are ready`
      : undefined;
  }

  /** Whether one more question about a single repository is not too much for the API server. */
  mayAsk(now: number): boolean {
    if (now - this.#lastQuestion < questionInterval) return false;
    this.#lastQuestion = now;
    return true;
  }

  /**
   * Whether the repository is the same that was raised.
   * @param uid of the one that was raised
   */
  async isDeleted(key: RepositoryKey, uid: string | undefined): Promise<boolean> {
    try {
      const options = { signal: this.#signal };
      const { metadata } = await this.#client.get<AppRepository>(appRepositories, key, options);
      return metadata.deletionTimestamp !== undefined || metadata.uid !== uid;
    } catch (error) {
      return error instanceof ApiError && error.code === 404;
    }
  }

  /** All that wait share one look. */
  #controller(now: number): Promise<Found> {
    if (this.#found && now - this.#found.at < patience) return this.#found.found;
    const found = this.#look();
    this.#found = { at: now, found };
    return found;
  }

  async #look(): Promise<Found> {
    try {
      const releases = await findReleases(this.#client, this.#namespace, this.#signal);
      if (releases === undefined) return { kind: "unknown" };
      const controllers = releases.flatMap(({ controller }) => controller ?? []);
      // Where there are several, one that runs is enough.
      const [controller] = controllers.sort((left, right) => right.ready - left.ready);
      return controller ? { kind: "controller", controller } : { kind: "none" };
    } catch (error) {
      if (error instanceof KubeError || this.#signal.aborted) return { kind: "unknown" };
      throw error;
    }
  }
}
