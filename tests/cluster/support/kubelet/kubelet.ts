// A node whose kubelet is this process: a test says when a container starts, prints and ends, and
// cuts what follows its log. Only the API server asks it.

import { issue } from "../../../../testcluster/certificates.ts";
import type { TestCluster } from "../test_cluster.ts";
import { Printed, type PrintedLine } from "./printed.ts";

export class Kubelet implements AsyncDisposable {
  readonly #cluster: TestCluster;
  readonly #name = `node-${crypto.randomUUID().slice(0, 8)}`;
  /** By `namespace/pod`, each start of its container. */
  readonly #starts = new Map<string, Printed[]>();
  readonly #followers = new Set<() => void>();
  #stalled = new Set<Printed>();
  #isForgetful = false;
  #server: Deno.HttpServer<Deno.NetAddr>;
  /** The queries of the requests for logs. */
  readonly asked: URLSearchParams[] = [];

  private constructor(cluster: TestCluster) {
    const { certificate, key } = issue(cluster.authority, {
      usage: "server",
      commonName: "kubelet",
      hosts: ["127.0.0.1"],
    });
    const options = { hostname: "127.0.0.1", port: 0, cert: certificate, key, onListen() {} };
    this.#cluster = cluster;
    this.#server = Deno.serve(options, (request) => this.#answer(new URL(request.url)));
  }

  static async start(cluster: TestCluster): Promise<Kubelet> {
    const kubelet = new Kubelet(cluster);
    using api = cluster.api();
    await api.create("/api/v1/nodes", {
      apiVersion: "v1",
      kind: "Node",
      metadata: { name: kubelet.#name },
      status: {
        addresses: [{ type: "InternalIP", address: "127.0.0.1" }],
        daemonEndpoints: { kubeletEndpoint: { Port: kubelet.#server.addr.port } },
      },
    });
    return kubelet;
  }

  /** Takes a Pod that is not on a node yet. */
  async take(namespace: string, pod: string): Promise<void> {
    using api = this.#cluster.api();
    await api.create(`/api/v1/namespaces/${namespace}/pods/${pod}/binding`, {
      apiVersion: "v1",
      kind: "Binding",
      metadata: { name: pod },
      target: { apiVersion: "v1", kind: "Node", name: this.#name },
    });
    this.#starts.set(`${namespace}/${pod}`, []);
  }

  /** Starts the Pod's container, once more if it ran before. */
  async run(namespace: string, pod: string): Promise<Printed> {
    const starts = this.#starts.get(`${namespace}/${pod}`)!;
    const printed = new Printed();
    starts.push(printed);
    const restarts = starts.length - 1;
    const terminated = { exitCode: 1, reason: "Error", finishedAt: new Date().toISOString() };
    await this.status(namespace, pod, restarts, {
      state: { running: { startedAt: new Date().toISOString() } },
      lastState: restarts > 0 ? { terminated } : {},
    });
    return printed;
  }

  /** Ends what runs, and has the API server know. */
  async exit(namespace: string, pod: string, exitCode: number): Promise<void> {
    const starts = this.#starts.get(`${namespace}/${pod}`)!;
    starts.at(-1)!.end();
    const terminated = { exitCode, reason: "Error", finishedAt: new Date().toISOString() };
    const waiting = { reason: "CrashLoopBackOff", message: "back-off restarting failed container" };
    await this.status(
      namespace,
      pod,
      starts.length - 1,
      exitCode === 0
        ? { state: { terminated } }
        : { state: { waiting }, lastState: { terminated } },
      exitCode === 0 ? "Succeeded" : "Running",
    );
  }

  async status(
    namespace: string,
    pod: string,
    restartCount: number,
    states: Record<string, unknown>,
    phase = "Running",
  ): Promise<void> {
    using api = this.#cluster.api();
    const status = { name: "sync", image: "x", imageID: "", ready: false, restartCount, ...states };
    await api.patch(`/api/v1/namespaces/${namespace}/pods/${pod}/status`, {
      status: { phase, containerStatuses: [status] },
    });
  }

  /** Breaks off every log that is being followed. */
  cut(): void {
    for (const cut of this.#followers) cut();
  }

  /** From now on, logs that are being followed bring nothing, and don't end. */
  stall(): void {
    this.#stalled = new Set([...this.#starts.values()].flat());
  }

  /** From now on, every log has been thrown away. */
  forget(): void {
    this.#isForgetful = true;
  }

  #answer({ pathname, searchParams }: URL): Response {
    const [, what, namespace, pod] = pathname.split("/");
    const starts = this.#starts.get(`${namespace}/${pod}`);
    if (what !== "containerLogs" || !starts) return new Response("not found", { status: 404 });
    this.asked.push(searchParams);
    const printed = starts.at(searchParams.get("previous") === "true" ? -2 : -1);
    if (!printed) return new Response("no such container", { status: 400 });
    if (this.#isForgetful) return new Response("unable to retrieve container logs for x://1\n");
    const show = shown(searchParams.get("timestamps") === "true");
    const first = wanted(printed.lines, searchParams).map(show).join("");
    if (searchParams.get("follow") !== "true") return new Response(first);
    return new Response(this.#following(printed, first, show));
  }

  #following(printed: Printed, first: string, show: (line: PrintedLine) => string) {
    const encoder = new TextEncoder();
    const followers = this.#followers;
    const isStalled = () => this.#stalled.has(printed);
    let cut = () => {};
    return new ReadableStream<Uint8Array>({
      async start(controller) {
        let isOpen = true;
        cut = () => {
          if (isOpen) controller.error(new Error("cut"));
          isOpen = false;
        };
        followers.add(cut);
        if (first !== "") controller.enqueue(encoder.encode(first));
        for await (const line of printed.news()) {
          if (isOpen && !isStalled()) controller.enqueue(encoder.encode(show(line)));
        }
        if (isStalled()) return;
        if (isOpen) controller.close();
        isOpen = false;
        followers.delete(cut);
      },
      cancel() {
        followers.delete(cut);
      },
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const printed of [...this.#starts.values()].flat()) printed.end();
    this.cut();
    using api = this.#cluster.api();
    await api.delete(`/api/v1/nodes/${this.#name}`);
    await this.#server.shutdown();
  }
}

function wanted(lines: readonly PrintedLine[], query: URLSearchParams): readonly PrintedLine[] {
  const seconds = Number(query.get("sinceSeconds") ?? Infinity);
  const since = Date.parse(query.get("sinceTime") ?? "1970-01-01T00:00:00Z");
  const from = Math.max(since, Date.now() - seconds * 1_000);
  const recent = lines.filter(({ time }) => Date.parse(time) >= from);
  const tail = query.get("tailLines") ?? query.get("tail");
  return tail === null ? recent : recent.slice(recent.length - Number(tail));
}

function shown(timestamps: boolean): (line: PrintedLine) => string {
  return ({ time, text }) => `${timestamps ? `${time} ` : ""}${text}\n`;
}
