// `logs` as users have it: what it survives, how it ends, and what it never shows.

import assert from "node:assert/strict";
import { testCluster } from "../cluster/support/cluster.ts";
import { Kubelet } from "../cluster/support/kubelet/kubelet.ts";
import type { Printed } from "../cluster/support/kubelet/printed.ts";
import { createSyncJob, podOf } from "../cluster/support/kubelet/sync_job.ts";
import { ownCluster } from "../cluster/support/own_cluster.ts";
import { run } from "../cluster/support/run.ts";
import type { TestCluster } from "../cluster/support/test_cluster.ts";
import { apprepo, binary } from "./support/apprepo.ts";
import { Running } from "./support/running.ts";

const shared = await testCluster();
const options = { sanitizeOps: false, sanitizeResources: false };

/** One sync that runs, and a ServiceAccount that may read its log. */
async function scene(cluster: TestCluster) {
  const kubelet = await Kubelet.start(cluster);
  const [kubeapps, team] = [await cluster.namespace("apps"), await cluster.namespace("team")];
  const job = await createSyncJob(cluster, kubeapps, { namespace: team, name: "one" });
  const pod = await podOf(cluster, job);
  await kubelet.take(kubeapps, pod);
  const serviceAccount = { namespace: team, name: "reader" };
  await cluster.grantRole(kubeapps, { serviceAccount }, [
    { apiGroups: ["batch"], resources: ["jobs"], verbs: ["list", "watch"] },
    { apiGroups: [""], resources: ["pods"], verbs: ["list", "watch"] },
    { apiGroups: [""], resources: ["pods/log"], verbs: ["get"] },
  ]);
  const kubeconfig = await cluster.kubeconfigFor({ serviceAccount, namespace: team });
  const printed = await kubelet.run(kubeapps, pod);
  const words = ["logs", "one", "--kubeapps-namespace", kubeapps];
  return {
    words,
    kubeconfig,
    printed,
    kubelet,
    exit: (code: number) => kubelet.exit(kubeapps, pod, code),
    [Symbol.asyncDispose]: () => kubelet[Symbol.asyncDispose](),
  };
}

/** Prints a number every 20 ms. @returns ends it, and says how many there were */
function count(printed: Printed): () => number {
  let at = 0;
  const timer = setInterval(() => printed.print(String(at++)), 20);
  return () => {
    clearInterval(timer);
    return at;
  };
}

Deno.test({
  name: "logs -f outlives kill -9 and a restart of kube-apiserver: no line is lost, none doubled",
  ...options,
  async fn() {
    await using cluster = await ownCluster();
    await using it = await scene(cluster);
    const running = new Running([...it.words, "-f"], it.kubeconfig, 120_000);
    const counted = count(it.printed);
    await running.untilLines(20);
    await cluster.killApiServer();
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    await cluster.startApiServer();
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    const many = counted();
    await it.exit(0);
    const { code, stdout, stderr } = await running.ended();
    assert.equal(code, 0, stderr);
    const expected = Array.from({ length: many }, (_, at) => String(at));
    assert.deepEqual(stdout.trimEnd().split("\n"), expected);
  },
});

const secret = "s3cretS3cret";
const telling = [
  `I1122 22:00:00.000000       1 root.go:32] asset-syncer has been configured with: server.Config{AuthorizationHeader:"Bearer ${secret}", DockerConfigJson:"{\\"auths\\":{\\"h\\":{\\"auth\\":\\"${secret}\\"}}}"}`,
  `get request to [https://user:${secret}@h/index.yaml?token=${secret}] failed due to status [401]`,
  `map[Authorization:[Basic ${secret}] Accept:[*/*]]`,
];

for (const more of [[], ["-v=9"], ["-f", "-v=9"], ["--all-runs", "-v=99"]]) {
  Deno.test({
    name: `logs ${more.join(" ")} shows no secret of the log's lines`,
    ...options,
    async fn() {
      await using it = await scene(shared);
      for (const line of telling) it.printed.print(line);
      await it.exit(0);
      const { code, stdout, stderr } = await apprepo([...it.words, ...more], it);
      assert.equal(code, 0, stderr);
      assert.doesNotMatch(stdout + stderr, new RegExp(secret));
      assert.match(stdout, /AuthorizationHeader:"Bearer \*\*\*"/);
      assert.match(stdout, /https:\/\/user:\*\*\*@h/);
      if (more.length > 0) assert.match(stderr + stdout, /\/log\?|==>/);
    },
  });
}

Deno.test({
  name: "logs -f ends at SIGINT with 130, and quietly where nobody reads any more",
  ...options,
  async fn() {
    await using it = await scene(shared);
    it.printed.print("first");
    const running = new Running([...it.words, "-f"], it.kubeconfig);
    await running.untilLines(1);
    running.kill("SIGINT");
    const { code, stdout, stderr } = await running.ended();
    assert.deepEqual({ code, stdout, stderr }, { code: 130, stdout: "first\n", stderr: "" });
    const counted = count(it.printed);
    const script = `{ "$0" ${it.words.join(" ")} -f; echo $? >&3; } 3>&2 | head -n 1`;
    const piped = await run("sh", ["-c", script, binary], { env: { KUBECONFIG: it.kubeconfig } });
    counted();
    assert.deepEqual([piped.stdout, piped.stderr], ["first\n", "141\n"]);
  },
});

Deno.test({
  name: "logs -f ends with the sync though its connection has died without a word",
  ...options,
  async fn() {
    await using it = await scene(shared);
    it.printed.print("first");
    const running = new Running([...it.words, "-f"], it.kubeconfig);
    await running.untilLines(1);
    it.kubelet.stall();
    it.printed.print("second");
    await it.exit(0);
    const { code, stdout } = await running.ended();
    assert.deepEqual([code, stdout], [0, "first\nsecond\n"]);
  },
});

Deno.test({
  name: "logs of a sync that printed nothing is nothing, and good",
  ...options,
  async fn() {
    await using it = await scene(shared);
    const running = new Running([...it.words, "-f"], it.kubeconfig);
    await it.exit(0);
    const followed = await running.ended();
    assert.deepEqual([followed.code, followed.stdout, followed.stderr], [0, "", ""]);
    const { code, stdout, stderr } = await apprepo(it.words, it);
    assert.deepEqual([code, stdout, stderr], [0, "", ""]);
  },
});

Deno.test({
  name: "logs says so where the node has thrown the log away",
  ...options,
  async fn() {
    await using it = await scene(shared);
    await it.exit(0);
    it.kubelet.forget();
    for (const more of [[], ["-f"], ["--all-runs"]]) {
      const { code, stderr } = await apprepo([...it.words, ...more], it);
      assert.match(stderr, /unable to retrieve container logs for x:\/\/1$/m);
      if (more[0] === "--all-runs") continue;
      assert.match(stderr, /^error: the log of Job \S+ is gone: /);
      assert.equal(code, 1);
    }
  },
});
