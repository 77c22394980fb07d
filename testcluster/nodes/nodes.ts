// kube-scheduler, and kwok in the place of a node's kubelet: Pods run, end, crash and have logs.

import { load } from "js-yaml";
import { Api } from "../api.ts";
import type { NodeBinaries } from "../binaries.ts";
import { files } from "../files.ts";
import { Part } from "../part.ts";
import { freePort } from "../ports.ts";
import { untilServed } from "../until_served.ts";
import { kwokConfig } from "./kwok_config.ts";
import { NODE, TAINT } from "./node.ts";

const CRDS = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
const NODES = "/api/v1/nodes";
const LOGS = "/apis/kwok.x-k8s.io/v1alpha1/logs";

export class Nodes {
  readonly #scheduler: Part;
  readonly #kwok: Part;

  private constructor(folder: string) {
    this.#scheduler = new Part("kube-scheduler", folder);
    this.#kwok = new Part("kwok", folder);
  }

  /**
   * One node, which takes only Pods that tolerate its taint: those of other tests stay Pending.
   *
   * @throws {Error} when one of the two does not come up, with the end of its log
   */
  static async start(binaries: NodeBinaries, folder: string, api: Api): Promise<Nodes> {
    const nodes = new Nodes(folder);
    try {
      await nodes.#startAll(binaries, folder, api);
      return nodes;
    } catch (error) {
      await nodes.stop();
      throw error;
    }
  }

  async #startAll(binaries: NodeBinaries, folder: string, api: Api): Promise<void> {
    const { adminKubeconfig } = files(folder);
    const port = freePort();
    await api.create(CRDS, load(await Deno.readTextFile(`${import.meta.dirname}/logs_crd.yaml`)));
    await untilServed(api, LOGS);
    await api.create(NODES, node(port));
    // The API server adds one to every new node, for a controller to take away that does not run here.
    await api.patch(`${NODES}/${NODE}`, { spec: { taints: [taint] } });
    const config = `${folder}/kwok.yaml`;
    await Deno.writeTextFile(config, await kwokConfig(folder, port));
    const kwok = [binaries.kwok, `--kubeconfig=${adminKubeconfig}`, `--config=${config}`];
    const scheduler = [
      binaries.scheduler,
      `--kubeconfig=${adminKubeconfig}`,
      "--leader-elect=false",
      "--secure-port=0",
    ];
    await Promise.all([
      this.#kwok.start(kwok, () => listens(port)),
      this.#scheduler.start(scheduler, () => Promise.resolve(true)),
    ]);
  }

  get parts(): Part[] {
    return [this.#scheduler, this.#kwok];
  }

  async stop(): Promise<void> {
    await Promise.all(this.parts.map((part) => part.end("SIGKILL")));
  }
}

const taint = { ...TAINT, value: "true" };

function node(port: number): unknown {
  const room = { cpu: "1000", memory: "1Ti", pods: "10000" };
  return {
    apiVersion: "v1",
    kind: "Node",
    metadata: { name: NODE },
    spec: { taints: [taint] },
    status: {
      allocatable: room,
      capacity: room,
      addresses: [{ type: "InternalIP", address: "127.0.0.1" }],
      daemonEndpoints: { kubeletEndpoint: { Port: port } },
    },
  };
}

async function listens(port: number): Promise<boolean> {
  try {
    (await Deno.connect({ hostname: "127.0.0.1", port })).close();
    return true;
  } catch {
    return false;
  }
}
