/** What the demo and the recorded session happen in: a Kubeapps with three repositories. */

import { dirname } from "node:path";
import { Kubeapps } from "../../tests/cluster/support/kubeapps/kubeapps.ts";
import { TestCluster } from "../../tests/cluster/support/test_cluster.ts";
import type { ClusterDescription } from "../../testcluster/description.ts";
import { kubectl } from "./kubectl.ts";

const refused =
  "E1126 19:44:02.187233       1 sync.go:174] get request to [https://charts.example.com/tools/index.yaml] failed due to status [401]";

/** What begins with sim/ is for the stand-in for Kubeapps: which are its, and how their syncs go. */
const repositories = `apiVersion: v1
kind: List
items:
- {apiVersion: v1, kind: Namespace, metadata: {name: kubeapps}}
- {apiVersion: v1, kind: Namespace, metadata: {name: team-a}}
- {apiVersion: v1, kind: Namespace, metadata: {name: team-b}}
- apiVersion: kubeapps.com/v1alpha1
  kind: AppRepository
  metadata:
    name: my-repo
    namespace: team-a
    labels: {tier: stable, sim/kubeapps: kubeapps}
    annotations: {sim/outcome: ok, sim/log: "${synced("my-repo")}"}
  spec: {type: helm, url: "https://charts.example.com/stable"}
- apiVersion: kubeapps.com/v1alpha1
  kind: AppRepository
  metadata:
    name: nightly
    namespace: team-a
    labels: {sim/kubeapps: kubeapps}
    annotations: {sim/outcome: ok, sim/log: "${synced("nightly")}"}
  spec: {type: oci, url: "https://registry.example.com/nightly", ociRepositories: [app]}
- apiVersion: kubeapps.com/v1alpha1
  kind: AppRepository
  metadata:
    name: tools
    namespace: team-b
    labels: {tier: stable, sim/kubeapps: kubeapps}
    annotations: {sim/outcome: fail, sim/log: "${refused}"}
  spec:
    type: helm
    url: "https://charts.example.com/tools"
    auth: {header: {secretKeyRef: {name: tools-login, key: authorizationHeader}}}
`;

function synced(name: string): string {
  return `I1126 19:44:02.187233       1 sync.go:174] Successfully added the package repository ${name} to database`;
}

export interface Scene extends AsyncDisposable {
  /** By which kubectl reaches the cluster and the plugin. */
  readonly env: Record<string, string>;
}

/**
 * Makes the repositories and waits for their first syncs.
 * @param binary the compiled plugin
 */
export async function openScene(description: ClusterDescription, binary: string): Promise<Scene> {
  const env = {
    KUBECONFIG: description.kubeconfig,
    PATH: `${dirname(binary)}:${Deno.env.get("PATH") ?? ""}`,
  };
  await kubectl(["apply", "-f", "-"], env, repositories);
  const cluster = await TestCluster.join(description);
  const kubeapps = await Kubeapps.start(cluster, { namespace: "kubeapps", backoffLimit: 0 });
  await firstSyncs(env);
  return { env, [Symbol.asyncDispose]: () => kubeapps[Symbol.asyncDispose]() };
}

/** As a new Kubeapps does, it syncs every repository once. */
async function firstSyncs(env: Record<string, string>): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    const path = "{.items[*].status.conditions[-1:].type}";
    const jobs = ["get", "jobs", "-n", "kubeapps", "-o", `jsonpath=${path}`];
    const { text } = await kubectl(jobs, env);
    if (text.split(" ").filter((type) => /^(Complete|Failed)$/.test(type)).length >= 3) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("the first syncs have not ended");
}
