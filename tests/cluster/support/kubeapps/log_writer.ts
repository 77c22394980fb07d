// Gives each Pod of a namespace the log that its annotation `sim/log` says, and kwok the way to it.

import { ApiError } from "../../../../testcluster/api.ts";
import type { TestCluster } from "../test_cluster.ts";

interface Pod {
  metadata: { name: string; annotations?: Record<string, string> };
  spec: { containers: { name: string }[] };
}

export class LogWriter {
  readonly #cluster: TestCluster;
  readonly #namespace: string;
  readonly #stop = new AbortController();
  #running: Promise<void> = Promise.resolve();

  constructor(cluster: TestCluster, namespace: string) {
    this.#cluster = cluster;
    this.#namespace = namespace;
  }

  async start(): Promise<void> {
    const pods = `/api/v1/namespaces/${this.#namespace}/pods`;
    using api = this.#cluster.api();
    const { metadata } = await api.get<{ metadata: { resourceVersion: string } }>(pods);
    this.#running = this.#watch(`${pods}?watch=1&resourceVersion=${metadata.resourceVersion}`);
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  async #watch(path: string): Promise<void> {
    const { signal } = this.#stop;
    using api = this.#cluster.api();
    try {
      for await (const { type, object } of api.watch<Pod>(path, signal)) {
        if (type === "ADDED") await this.#write(object);
      }
    } catch (error) {
      // A watch ends with the API server; there are no more Pods then, either.
      if (!signal.aborted && !(error instanceof TypeError)) throw error;
    }
  }

  async #write({ metadata: { name, annotations = {} }, spec }: Pod): Promise<void> {
    const file = `${this.#cluster.folder}/${this.#namespace}.${name}.log`;
    const lines = (annotations["sim/log"] ?? "").split("\n").filter((line) => line !== "");
    // The format in which a kubelet finds them (CRI).
    const now = new Date().toISOString();
    await Deno.writeTextFile(file, lines.map((line) => `${now} stdout F ${line}\n`).join(""));
    const containers = spec.containers.map((container) => container.name);
    using api = this.#cluster.api();
    const logs = [{ containers, logsFile: file, previousLogsFile: file, follow: false }];
    try {
      await api.create(`/apis/kwok.x-k8s.io/v1alpha1/namespaces/${this.#namespace}/logs`, {
        apiVersion: "kwok.x-k8s.io/v1alpha1",
        kind: "Logs",
        metadata: { name },
        spec: { logs },
      });
    } catch (error) {
      if (!(error instanceof ApiError) || error.code !== 409) throw error;
    }
    const pod = `/api/v1/namespaces/${this.#namespace}/pods/${name}`;
    try {
      await api.patch(pod, { metadata: { annotations: { "sim/ready": "yes" } } });
    } catch (error) {
      if (!(error instanceof ApiError) || error.code !== 404) throw error; // deleted meanwhile
    }
  }
}
