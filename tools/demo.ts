/** Shows the plugin at work on a local control plane. `--keep` leaves the control plane up. */

import { dirname } from "node:path";
import { BINARY_NAME } from "../src/about.ts";
import { Kubeapps } from "../tests/cluster/support/kubeapps/kubeapps.ts";
import { TestCluster } from "../tests/cluster/support/test_cluster.ts";
import type { ClusterDescription } from "../testcluster/description.ts";
import { build } from "./build/binary.ts";
import { requireKubectl } from "./require_kubectl.ts";
import { startKeptCluster, startSharedCluster } from "./shared_cluster.ts";

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

const commands: readonly (readonly string[])[] = [
  ["refresh", "my-repo", "-n", "team-a"],
  ["refresh", "my-repo", "nightly", "-n", "team-a", "--wait"],
  ["refresh", "tools", "-n", "team-b", "--wait"],
  ["list", "-A"],
  ["status", "tools", "-n", "team-b"],
  ["logs", "tools", "-n", "team-b"],
  ["doctor", "-A"],
  ["refresh", "-l", "tier=stable", "-A"],
  ["refresh", "--all", "-A", "--dry-run=server"],
  ["refresh", "my-repo", "-n", "team-a", "-o", 'jsonpath={.spec.resyncRequests}{"\\n"}'],
  ["refresh", "my-repo", "-n", "team-b"],
];

async function main(words: readonly string[]): Promise<number> {
  const unknown = words.find((word) => word !== "--keep");
  if (unknown !== undefined) {
    console.error(`deno task demo takes --keep, not ${unknown}`);
    return 1;
  }
  const keep = words.includes("--keep");
  await requireKubectl();
  const binary = await build();
  console.error("Starting a local control plane: etcd, kube-apiserver, kube-controller-manager");
  if (keep) {
    const kept = await startKeptCluster();
    await show(kept, binary);
    sayHowToGoOn(kept, binary);
    return 0;
  }
  const cluster = await startSharedCluster();
  try {
    await show(cluster.description, binary);
  } finally {
    await cluster.stop();
  }
  return 0;
}

async function show(description: ClusterDescription, binary: string): Promise<void> {
  const { kubeconfig } = description;
  const env = {
    KUBECONFIG: kubeconfig,
    PATH: `${dirname(binary)}:${Deno.env.get("PATH") ?? ""}`,
  };
  await kubectl(["apply", "-f", "-"], env, repositories);
  const cluster = await TestCluster.join(description);
  console.log(
    "What syncs here is a stand-in for Kubeapps: it makes the same Jobs, which load nothing.",
  );
  await using _ = await Kubeapps.start(cluster, { namespace: "kubeapps", backoffLimit: 0 });
  await firstSyncs(env);
  for (const command of commands) {
    console.log(`\n$ kubectl apprepo ${command.map(quoted).join(" ")}`);
    const before = await counters(env);
    const { text } = await kubectl(["apprepo", ...command], env);
    console.log(text.trimEnd());
    const after = await counters(env);
    for (const [name, count] of after) {
      const changed = before.get(name) !== count;
      if (changed) console.log(`    resyncRequests of ${name}: ${before.get(name)} -> ${count}`);
    }
  }
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

/** By `namespace/name`. */
async function counters(env: Record<string, string>): Promise<Map<string, number>> {
  const { text } = await kubectl(["get", "apprepositories", "-A", "-o", "json"], env);
  const { items } = JSON.parse(text) as {
    items: {
      metadata: { namespace: string; name: string };
      spec: { resyncRequests?: number };
    }[];
  };
  return new Map(items.map(({ metadata, spec }) => [
    `${metadata.namespace}/${metadata.name}`,
    spec.resyncRequests ?? 0,
  ]));
}

/** @returns stdout and stderr as a terminal would show them */
async function kubectl(
  args: readonly string[],
  env: Record<string, string>,
  input = "",
): Promise<{ code: number; text: string }> {
  const child = new Deno.Command("kubectl", {
    args: [...args],
    env,
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(input));
  await writer.close();
  const { code, stdout, stderr } = await child.output();
  const decoder = new TextDecoder();
  return { code, text: decoder.decode(stdout) + decoder.decode(stderr) };
}

function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word}'`;
}

function sayHowToGoOn({ kubeconfig, pid }: ClusterDescription, binary: string): void {
  console.log(`
The control plane stays up, without the stand-in for Kubeapps: no sync follows a refresh. To use it:
  export KUBECONFIG=${kubeconfig}
  export PATH=${dirname(binary)}:$PATH
  ${BINARY_NAME.replace("-", " ")} refresh my-repo -n team-a
To stop it:
  kill ${pid}`);
}

/** Ctrl-C ends this process, and with it the control plane. */
function endOnSignal(): void {
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    Deno.addSignalListener(signal, () => Deno.exit(130));
  }
}

endOnSignal();
try {
  Deno.exit(await main(Deno.args));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  Deno.exit(1);
}
