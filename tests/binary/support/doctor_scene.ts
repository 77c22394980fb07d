// A Kubeapps with one repository, what doctor says of it, and a shell for what doctor prints.

import assert from "node:assert/strict";
import { testCluster } from "../../cluster/support/cluster.ts";
import { Kubeapps, type Sync } from "../../cluster/support/kubeapps/kubeapps.ts";
import { run } from "../../cluster/support/run.ts";
import { apprepo, binary } from "./apprepo.ts";
import { eventually } from "./eventually.ts";

const cluster = await testCluster();
const kubeconfig = cluster.adminKubeconfig;

interface Report {
  readonly summary: Readonly<Record<string, number | boolean>>;
  readonly checks: readonly {
    readonly id: string;
    readonly state: string;
    readonly findings: readonly { readonly fix: readonly { readonly command?: string }[] }[];
  }[];
}

/** A Kubeapps with one repository that is well, in namespaces of their own. */
export class Scene implements AsyncDisposable {
  private constructor(
    readonly kubeapps: Kubeapps,
    readonly team: string,
  ) {}

  static async open(sync: Sync = {}, spec: Record<string, unknown> = {}): Promise<Scene> {
    const kubeapps = await Kubeapps.start(cluster, { backoffLimit: 0 });
    const scene = new Scene(kubeapps, await cluster.namespace("team"));
    await kubeapps.createRepository(scene.team, "one", sync, spec);
    await eventually("the end of the first sync", async () => {
      const { stdout } = await apprepo(["list", "--no-headers", ...scene.where], { kubeconfig });
      return / (completed|failed) /.test(stdout) ? true : undefined;
    });
    await eventually("the controller", async () => {
      const path = "{.items[*].status.readyReplicas}";
      const words = ["get", "deployments", "-n", kubeapps.namespace, "-o", `jsonpath=${path}`];
      return (await cluster.kubectl(words)).stdout === "1" ? true : undefined;
    });
    return scene;
  }

  get where(): string[] {
    return ["-n", this.team, "--kubeapps-namespace", this.kubeapps.namespace];
  }

  async doctor(args: readonly string[] = []) {
    const result = await apprepo(["doctor", "-o", "json", ...this.where, ...args], { kubeconfig });
    const report: Report = JSON.parse(result.stdout);
    const bad = report.checks.filter(({ state }) => /error|warning|unknown/.test(state));
    const fixes = bad.flatMap(({ findings }) => findings).flatMap(({ fix }) => fix)
      .flatMap(({ command }) => command ?? []);
    return { ...result, report, ids: bad.map(({ id }) => id), fixes };
  }

  /** Runs a command as it was printed, where kubectl finds the plugin. */
  async shell(command: string) {
    const folder = await Deno.makeTempDir({ dir: cluster.folder });
    await Deno.symlink(binary, `${folder}/kubectl-apprepo`);
    const PATH = `${folder}:${Deno.env.get("PATH")}`;
    const env = { KUBECONFIG: kubeconfig, KUBECACHEDIR: `${cluster.folder}/kubectl-cache`, PATH };
    // Other tests have Kubeapps of their own in this cluster: the user's word says which is meant.
    const meant = command.replace(/--wait$/, `--wait --kubeapps-namespace ${this.where[3]}`);
    const result = await run("sh", ["-c", meant], { env });
    assert.equal(result.code, 0, `${meant}: ${result.stdout}${result.stderr}`);
    return result;
  }

  async kubectl(...args: string[]): Promise<void> {
    const { code, stderr } = await cluster.kubectl(args);
    assert.equal(code, 0, stderr);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kubeapps[Symbol.asyncDispose]();
  }
}
