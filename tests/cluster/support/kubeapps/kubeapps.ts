// A stand-in for Kubeapps in a namespace of its own: its Deployment, by which it is found, and its
// controller, which makes CronJobs and Jobs as Kubeapps' own does.

import { TAINT } from "../../../../testcluster/nodes/node.ts";
import type { AppRepository } from "../repositories.ts";
import type { TestCluster } from "../test_cluster.ts";
import { Controller } from "./controller.ts";
import { controllerDeployment, DEPLOYMENT } from "./deployment.ts";
import { LogWriter } from "./log_writer.ts";

export interface KubeappsOptions {
  /** Where it is. Default: a namespace that is made for it. */
  readonly namespace?: string;
  /** Default: 2.12.1. */
  readonly version?: string;
  /** Jobs a second; Kubeapps' own makes 2.7. Default: 50. */
  readonly rate?: number;
  /** Whether Jobs lack the labels that only the Pods need, as with `--custom-annotations`. */
  readonly customAnnotations?: boolean;
  /** Of each sync Job. Default: 6. */
  readonly backoffLimit?: number;
  /** Of the repositories that it syncs. Default: those that {@link Kubeapps.createRepository} makes. */
  readonly selector?: string;
  /** Whether its controller runs. Default: true. */
  readonly runs?: boolean;
}

/** What a repository's syncs do; see testcluster/nodes/stages.yaml. */
export interface Sync {
  readonly outcome?: "ok" | "crash" | "fail" | "image" | "hang";
  /** Such as `300ms`. */
  readonly start?: string;
  readonly run?: string;
  readonly backoff?: string;
  /** What it prints. */
  readonly log?: readonly string[];
}

export class Kubeapps implements AsyncDisposable {
  readonly #cluster: TestCluster;
  readonly #logs: LogWriter;
  readonly namespace: string;
  readonly controller: Controller;

  private constructor(cluster: TestCluster, namespace: string, controller: Controller) {
    this.#cluster = cluster;
    this.namespace = namespace;
    this.controller = controller;
    this.#logs = new LogWriter(cluster, namespace);
  }

  static async start(cluster: TestCluster, options: KubeappsOptions = {}): Promise<Kubeapps> {
    const namespace = options.namespace ?? await cluster.namespace("kubeapps");
    const { version = "2.12.1", runs = true } = options;
    const controller = new Controller(cluster, namespace, {
      rate: 50,
      customAnnotations: false,
      backoffLimit: 6,
      selector: `${LABEL}=${namespace}`,
      tolerations: [{ key: TAINT.key, operator: "Exists" }],
      ...options,
    });
    const kubeapps = new Kubeapps(cluster, namespace, controller);
    await kubeapps.#logs.start();
    using api = cluster.api();
    const deployments = `/apis/apps/v1/namespaces/${namespace}/deployments`;
    await api.create(deployments, controllerDeployment(namespace, version, runs ? 1 : 0));
    if (runs) await controller.start();
    return kubeapps;
  }

  /** How many replicas of its controller there are; the stand-in itself runs or not all the same. */
  async scale(replicas: number): Promise<void> {
    using api = this.#cluster.api();
    const path = `/apis/apps/v1/namespaces/${this.namespace}/deployments/${DEPLOYMENT}`;
    await api.patch(path, { spec: { replicas } });
  }

  /** Makes an AppRepository that this Kubeapps syncs, which it does at once. */
  async createRepository(
    namespace: string,
    name: string,
    sync: Sync = {},
    spec: Record<string, unknown> = {},
  ): Promise<AppRepository> {
    return await this.#cluster.createRepository(namespace, name, spec, {
      labels: { [LABEL]: this.namespace },
      annotations: annotations(sync),
    });
  }

  /** From the next sync on. */
  async changeSync(namespace: string, name: string, sync: Sync): Promise<void> {
    using api = this.#cluster.api();
    const path = `/apis/kubeapps.com/v1alpha1/namespaces/${namespace}/apprepositories/${name}`;
    await api.patch(path, { metadata: { annotations: annotations(sync) } });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.controller.stop();
    await this.#logs.stop();
  }
}

const LABEL = "sim/kubeapps";

function annotations({ outcome = "ok", log = [], ...times }: Sync): Record<string, string> {
  const named = Object.entries(times).map(([key, value]) => [`sim/${key}`, value]);
  const updated =
    "I1122 22:00:00.000000       1 sync.go:174] Successfully added the package repository x to database";
  const lines = log.length > 0 || outcome !== "ok" ? log : [updated];
  return { "sim/outcome": outcome, "sim/log": lines.join("\n"), ...Object.fromEntries(named) };
}
