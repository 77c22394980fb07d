// `refresh --all` over 1,000 repositories while the API server goes away in the middle.

import assert from "node:assert/strict";
import { type OwnCluster, ownCluster } from "../../cluster/support/own_cluster.ts";
import { countsOf, type Said, said } from "../support/account.ts";
import { type Ended, Running } from "../support/running.ts";

const many = 1_000;
const concurrency = 8;
const options = { sanitizeOps: false, sanitizeResources: false };

interface Scene {
  readonly namespace: string;
  readonly names: string[];
  /** Of a user with a token, whose rights come from a Role. */
  readonly kubeconfig: string;
}

async function prepare(cluster: OwnCluster): Promise<Scene> {
  const namespace = await cluster.namespace("outage");
  const names = await cluster.createRepositories(namespace, many);
  const serviceAccount = { namespace, name: "refresher" };
  await cluster.grantRole(namespace, { serviceAccount }, [{
    apiGroups: ["kubeapps.com"],
    resources: ["apprepositories"],
    verbs: ["get", "list", "update"],
  }]);
  return {
    namespace,
    names,
    kubeconfig: await cluster.kubeconfigFor({ serviceAccount, namespace }),
  };
}

/** Each repository is said to be refreshed or failed, once; the summary and the code agree. */
function assertAccounted({ code, signal, stderr, stdout }: Ended, names: readonly string[]): Said {
  const all = said({ stdout, stderr });
  assert.deepEqual([...all.refreshed, ...all.failed].sort(), names);
  const failed = all.failed.length > 0 ? `, ${all.failed.length} failed` : "";
  assert.equal(all.summary, `${all.refreshed.length} refreshed${failed}`);
  assert.deepEqual([code, signal], [all.failed.length > 0 ? 1 : 0, null]);
  return all;
}

/** What was refreshed counts one, two where an answer was lost; what failed counts none, or is not known. */
function assertCounts(all: Said, counts: Readonly<Record<string, number>>): void {
  for (const name of all.refreshed) {
    const allowed = all.raisedAgain.includes(name) ? [1, 2] : [1];
    assert(allowed.includes(counts[name]!), `${name} was refreshed and counts ${counts[name]}`);
  }
  for (const name of all.failed) {
    const allowed = all.unknown.includes(name) ? [0, 1, 2] : [0];
    assert(allowed.includes(counts[name]!), `${name} failed and counts ${counts[name]}`);
  }
  const uncertain = all.raisedAgain.length + all.unknown.length;
  assert(uncertain <= concurrency, `${uncertain} answers were lost with ${concurrency} at a time`);
}

Deno.test({
  name: "refresh --all over 1,000 repositories outlives kill -9 and a restart of kube-apiserver",
  ...options,
  async fn() {
    await using cluster = await ownCluster();
    const { namespace, names, kubeconfig } = await prepare(cluster);
    const running = new Running(["refresh", "--all", `-n=${namespace}`], kubeconfig);
    await running.untilLines(300);
    await cluster.killApiServer();
    await cluster.startApiServer();
    const ended = await running.ended();
    const all = assertAccounted(ended, names);
    assertCounts(all, await countsOf(cluster, namespace));
    // The server came back in time: nothing had to fail.
    assert.deepEqual(all.failed, [], ended.stderr);
  },
});

Deno.test({
  name: "refresh --all ends by itself where kube-apiserver does not come back",
  ...options,
  async fn() {
    await using cluster = await ownCluster();
    const { namespace, names, kubeconfig } = await prepare(cluster);
    const running = new Running(["refresh", "--all", `-n=${namespace}`], kubeconfig);
    await running.untilLines(300);
    await cluster.killApiServer();
    const ended = await running.ended();
    const all = assertAccounted(ended, names);
    assert(all.refreshed.length >= 300 && all.failed.length > 0);
    await cluster.startApiServer();
    assertCounts(all, await countsOf(cluster, namespace));
  },
});
