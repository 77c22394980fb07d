// A cluster with a repository, a granted token and a receiver, and the command that talks to Harbor.

import { type TestCluster } from "../../../cluster/support/test_cluster.ts";
import { type RunResult } from "../../../cluster/support/run.ts";
import { apprepo, binary } from "../apprepo.ts";
import { RunningReceiver } from "../receiver.ts";
import { Harbor, type HarborOptions } from "./harbor.ts";
import { type User, users } from "./users.ts";

export interface RunAs {
  /** null: without credentials. */
  readonly as?: User | null;
  readonly env?: Record<string, string>;
  readonly stdin?: string;
}

function credentials(user: User | null = users.projectAdmin): Record<string, string> {
  return user === null ? {} : { HARBOR_USERNAME: user.name, HARBOR_PASSWORD: user.password };
}

export class HarborScene implements AsyncDisposable {
  readonly #disposables: AsyncDisposableStack;
  readonly cluster: TestCluster;
  readonly namespace: string;
  readonly receiver: RunningReceiver;
  readonly harbor: Harbor;

  private constructor(
    disposables: AsyncDisposableStack,
    cluster: TestCluster,
    namespace: string,
    receiver: RunningReceiver,
    harbor: Harbor,
  ) {
    this.#disposables = disposables;
    this.cluster = cluster;
    this.namespace = namespace;
    this.receiver = receiver;
    this.harbor = harbor;
  }

  static async open(cluster: TestCluster, options: HarborOptions = {}): Promise<HarborScene> {
    const namespace = await cluster.namespace("harbor");
    await cluster.createRepository(namespace, "my-repo");
    const kubeconfig = cluster.adminKubeconfig;
    const granted = await apprepo(["grant", "-n", namespace], { kubeconfig });
    if (granted.code !== 0) throw new Error(granted.stderr);
    const disposables = new AsyncDisposableStack();
    const receiver = disposables.use(await RunningReceiver.start({ kubeconfig }));
    const harbor = disposables.use(new Harbor(options));
    return new HarborScene(disposables, cluster, namespace, receiver, harbor);
  }

  /** `kubectl apprepo harbor VERB …`, as somebody, over plain http. */
  run(words: readonly string[], { as, env, stdin }: RunAs = {}): Promise<RunResult> {
    return apprepo(this.#args(words), {
      kubeconfig: this.cluster.adminKubeconfig,
      env: { ...credentials(as), ...env },
      stdin,
    });
  }

  /** The same, not waited for. */
  spawn(words: readonly string[]): Deno.ChildProcess {
    return new Deno.Command(binary, {
      args: this.#args(words),
      clearEnv: true,
      env: { KUBECONFIG: this.cluster.adminKubeconfig, HOME: "/nowhere", ...credentials() },
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
  }

  #args(words: readonly string[]): string[] {
    const namespace = words.includes("-n") ? [] : ["-n", this.namespace];
    const where = ["--harbor-url", this.harbor.url, "--allow-http", ...namespace];
    const project = words.includes("--project") ? [] : ["--project=charts"];
    return ["harbor", ...words, ...where, ...project];
  }

  /** Makes the webhook of my-repo, with the receiver's address. */
  apply(words: readonly string[] = [], options: RunAs = {}) {
    return this.run(["apply", "my-repo", `--base-url=${this.receiver.url}`, ...words], options);
  }

  /** spec.resyncRequests of a repository. */
  async counter(name = "my-repo"): Promise<number> {
    using api = this.cluster.api();
    const path = `/apis/kubeapps.com/v1alpha1/namespaces/${this.namespace}/apprepositories/${name}`;
    const { spec } = await api.get<{ spec: { resyncRequests?: number } }>(path);
    return spec.resyncRequests ?? 0;
  }

  /** Of the ServiceAccount that grant made. */
  async token(): Promise<string> {
    const { stdout } = await apprepo(["token", "-n", this.namespace], {
      kubeconfig: this.cluster.adminKubeconfig,
    });
    return stdout.trim();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#disposables.disposeAsync();
  }
}
