// What the API server's own counter says: with which version each raise was stored and each Job made.

import type { TestCluster } from "../../cluster/support/test_cluster.ts";

interface Seen {
  readonly metadata: { readonly name: string; readonly resourceVersion: string };
  readonly spec: { readonly resyncRequests?: number };
}

export class Versions implements AsyncDisposable {
  readonly #stop = new AbortController();
  readonly #raises = new Map<number, number>();
  readonly #jobs = new Map<string, number>();
  readonly #running: Promise<void>[] = [];

  /** @param kubeapps the namespace of the Jobs */
  static async watch(cluster: TestCluster, team: string, kubeapps: string): Promise<Versions> {
    const versions = new Versions();
    const repositories = `/apis/kubeapps.com/v1alpha1/namespaces/${team}/apprepositories`;
    const jobs = `/apis/batch/v1/namespaces/${kubeapps}/jobs`;
    await versions.#follow(cluster, repositories, (_, { metadata, spec }) => {
      versions.#raises.set(spec.resyncRequests ?? 0, Number(metadata.resourceVersion));
    });
    await versions.#follow(cluster, jobs, (type, { metadata }) => {
      if (type === "ADDED") versions.#jobs.set(metadata.name, Number(metadata.resourceVersion));
    });
    return versions;
  }

  async #follow(
    cluster: TestCluster,
    path: string,
    note: (type: string, object: Seen) => void,
  ): Promise<void> {
    const api = cluster.api();
    const { metadata } = await api.get<{ metadata: { resourceVersion: string } }>(path);
    const { signal } = this.#stop;
    const follow = async () => {
      try {
        const since = `${path}?watch=1&resourceVersion=${metadata.resourceVersion}`;
        for await (const { type, object } of api.watch<Seen>(since, signal)) note(type, object);
      } catch (error) {
        if (!signal.aborted) throw error;
      } finally {
        api[Symbol.dispose]();
      }
    };
    this.#running.push(follow());
  }

  /** @param count to which resyncRequests was raised */
  ofRaise(count: number): number | undefined {
    return this.#raises.get(count);
  }

  ofJob(name: string): number | undefined {
    return this.#jobs.get(name);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    await Promise.all(this.#running);
  }
}
