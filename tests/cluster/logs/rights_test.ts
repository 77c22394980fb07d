// Each right that docs/rbac.md lists for `logs` is necessary, and together they are enough.

import assert from "node:assert/strict";
import { testCluster } from "../support/cluster.ts";
import type { Rule } from "../support/rbac.ts";
import { Kubelet } from "../support/kubelet/kubelet.ts";
import { createSyncJob, podOf } from "../support/kubelet/sync_job.ts";
import { runCommand } from "../webhook/command.ts";
import { Following } from "./following.ts";

const cluster = await testCluster();
const kubelet = await Kubelet.start(cluster);
Deno.test.afterAll(() => kubelet[Symbol.asyncDispose]());

function test(name: string, fn: () => Promise<void>): void {
  Deno.test({ name, sanitizeOps: false, sanitizeResources: false, fn });
}

function rule(group: string, resource: string, ...verbs: string[]): Rule {
  return { apiGroups: [group], resources: [resource], verbs };
}

const rights = {
  "list jobs.batch": rule("batch", "jobs", "list"),
  "list pods": rule("", "pods", "list"),
  "get pods/log": rule("", "pods/log", "get"),
};

/** A ServiceAccount of the team's, with these rights in Kubeapps' namespace. */
async function kubeconfigWith(team: string, kubeapps: string, rules: readonly Rule[]) {
  const serviceAccount = { namespace: team, name: `sa-${crypto.randomUUID().slice(0, 8)}` };
  const kubeconfig = await cluster.kubeconfigFor({ serviceAccount, namespace: team });
  if (rules.length > 0) await cluster.grantRole(kubeapps, { serviceAccount }, [...rules]);
  return kubeconfig;
}

async function world() {
  const [kubeapps, team] = [await cluster.namespace("apps"), await cluster.namespace("team")];
  await cluster.createRepository(team, "one");
  const job = await createSyncJob(cluster, kubeapps, { namespace: team, name: "one" });
  const pod = await podOf(cluster, job);
  await kubelet.take(kubeapps, pod);
  const printed = await kubelet.run(kubeapps, pod);
  printed.print("hello");
  const words = ["logs", "one", "-n", team, "--kubeapps-namespace", kubeapps];
  return { kubeapps, team, words, pod };
}

test("logs needs each of its rights, and names the one that is missing", async () => {
  const { kubeapps, team, words } = await world();
  for (const missing of Object.keys(rights)) {
    const others = Object.entries(rights).filter(([name]) => name !== missing);
    const KUBECONFIG = await kubeconfigWith(team, kubeapps, others.map(([, right]) => right));
    for (const more of [[], ["-f"]]) {
      const result = await runCommand([...words, ...more], { env: { KUBECONFIG } });
      assert.deepEqual([result.code, result.stdout], [1, ""], missing);
      const [verb, resource] = missing.split(" ");
      assert.match(
        result.stderr,
        new RegExp(
          `\nYou lack the right to ${verb} ${resource} in namespace "${kubeapps}"\\. An admin can run: kubectl apprepo logs one -n ${team}\n$`,
        ),
      );
    }
  }
});

test("logs works with its three rights and no others", async () => {
  const { kubeapps, team, words, pod } = await world();
  const KUBECONFIG = await kubeconfigWith(team, kubeapps, Object.values(rights));
  const result = await runCommand(words, { env: { KUBECONFIG } });
  assert.deepEqual(result, { code: 0, stdout: "hello\n", stderr: "" });
  const following = new Following(cluster, words, KUBECONFIG);
  await following.untilStdout(/hello/);
  await kubelet.exit(kubeapps, pod, 0);
  const { code, stderr } = await following.ended();
  assert.deepEqual([code, stderr], [0, ""]);
});

test("logs finds the Job of the usual namespace without the right to look for Kubeapps", async () => {
  const team = await cluster.namespace("team");
  const KUBECONFIG = await kubeconfigWith(team, team, []);
  const { stderr } = await runCommand(["logs", "one", "-n", team], { env: { KUBECONFIG } });
  assert.match(stderr, /You lack the right to list jobs\.batch in namespace "kubeapps"\./);
});
