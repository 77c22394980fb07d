/** Shows the plugin at work on a local control plane. `--keep` leaves the control plane up. */

import { dirname } from "node:path";
import { BINARY_NAME } from "../src/about.ts";
import type { ClusterDescription } from "../testcluster/description.ts";
import { build } from "./build/binary.ts";
import { kubectl } from "./demo/kubectl.ts";
import { openScene } from "./demo/scene.ts";
import { requireKubectl } from "./require_kubectl.ts";
import { startKeptCluster, startSharedCluster } from "./shared_cluster.ts";

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
  console.log(
    "What syncs here is a stand-in for Kubeapps: it makes the same Jobs, which load nothing.",
  );
  await using scene = await openScene(description, binary);
  const { env } = scene;
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
