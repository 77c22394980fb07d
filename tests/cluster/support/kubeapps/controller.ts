// What Kubeapps' apprepository-controller does, by the rules that were seen of it.

import { type Api, ApiError } from "../../../../testcluster/api.ts";
import type { AppRepository } from "../repositories.ts";
import type { TestCluster } from "../test_cluster.ts";
import { cleanupJob, cronJob, type JobOptions, syncJob } from "./jobs.ts";

const REPOSITORIES = "/apis/kubeapps.com/v1alpha1/apprepositories";

export interface ControllerOptions extends JobOptions {
  readonly rate: number;
  readonly selector: string;
}

export class Controller {
  readonly #cluster: TestCluster;
  readonly #namespace: string;
  readonly #options: ControllerOptions;
  readonly #queue = new Map<string, AppRepository | undefined>();
  /** By repository, the spec for which the last Job was made. */
  readonly #synced = new Map<string, string>();
  #stop = new AbortController();
  #running: Promise<unknown> = Promise.resolve();
  #isPaused = false;

  constructor(cluster: TestCluster, namespace: string, options: ControllerOptions) {
    this.#cluster = cluster;
    this.#namespace = namespace;
    this.#options = options;
  }

  /** As the real one it makes a Job for each repository that is there already. */
  async start(): Promise<void> {
    this.#stop = new AbortController();
    this.#synced.clear();
    const api = this.#cluster.api();
    const { signal } = this.#stop;
    const query = `labelSelector=${encodeURIComponent(this.#options.selector)}`;
    const list = await api.get<{ items: AppRepository[]; metadata: { resourceVersion: string } }>(
      `${REPOSITORIES}?${query}`,
    );
    for (const item of list.items) this.#queue.set(idOf(item), item);
    const path =
      `${REPOSITORIES}?${query}&watch=1&resourceVersion=${list.metadata.resourceVersion}`;
    this.#running = Promise.all([this.#watch(api, path, signal), this.#work(api, signal)])
      .finally(() => api[Symbol.dispose]());
  }

  /** Nothing is lost meanwhile. */
  pause(): void {
    this.#isPaused = true;
  }

  resume(): void {
    this.#isPaused = false;
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  async #watch(api: Api, path: string, signal: AbortSignal): Promise<void> {
    try {
      for await (const { type, object } of api.watch<AppRepository>(path, signal)) {
        if (type === "DELETED") await this.#cleanUp(api, object);
        else this.#queue.set(idOf(object), object);
      }
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  /** What is raised again before its turn comes is synced once. */
  async #work(api: Api, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const [next] = this.#isPaused ? [] : this.#queue;
      if (!next) {
        await new Promise((resolve) => setTimeout(resolve, 10));
        continue;
      }
      const [id, repository] = next;
      this.#queue.delete(id);
      if (repository && await this.#sync(api, repository)) {
        await new Promise((resolve) => setTimeout(resolve, 1_000 / this.#options.rate));
      }
    }
  }

  /** @returns whether a Job was made */
  async #sync(api: Api, repository: AppRepository): Promise<boolean> {
    const spec = JSON.stringify(repository.spec);
    // Its name would be no label: Kubeapps logs a line and gives up.
    if (repository.metadata.name.length > 63 || this.#synced.get(idOf(repository)) === spec) {
      return false;
    }
    this.#synced.set(idOf(repository), spec);
    const batch = `/apis/batch/v1/namespaces/${this.#namespace}`;
    const cron = cronJob(repository, this.#namespace, this.#options);
    await unlessThere(() => api.create(`${batch}/cronjobs`, cron));
    await api.create(`${batch}/jobs`, syncJob(repository, this.#namespace, this.#options));
    return true;
  }

  async #cleanUp(api: Api, repository: AppRepository): Promise<void> {
    this.#queue.delete(idOf(repository));
    this.#synced.delete(idOf(repository));
    const batch = `/apis/batch/v1/namespaces/${this.#namespace}`;
    const { metadata } = cronJob(repository, this.#namespace, this.#options);
    await api.delete(`${batch}/cronjobs/${metadata.name}`).catch(() => {});
    await api.create(`${batch}/jobs`, cleanupJob(repository, this.#namespace, this.#options));
  }
}

function idOf({ metadata }: AppRepository): string {
  return `${metadata.namespace}/${metadata.name}`;
}

async function unlessThere(create: () => Promise<unknown>): Promise<void> {
  try {
    await create();
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== 409) throw error;
  }
}
