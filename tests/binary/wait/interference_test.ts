// What happens to a sync while it is waited for.

import assert from "node:assert/strict";
import { testCluster } from "../../cluster/support/cluster.ts";
import { Kubeapps } from "../../cluster/support/kubeapps/kubeapps.ts";
import { ownCluster } from "../../cluster/support/own_cluster.ts";
import type { TestCluster } from "../../cluster/support/test_cluster.ts";
import { Running } from "../support/running.ts";

const shared = await testCluster();

function waitFor(cluster: TestCluster, kubeapps: Kubeapps, team: string, ...more: string[]) {
  const where = ["-n", team, `--kubeapps-namespace=${kubeapps.namespace}`];
  return new Running(["refresh", "one", "--wait", ...where, ...more], cluster.adminKubeconfig);
}

async function until(isThere: () => Promise<boolean> | boolean): Promise<void> {
  for (let tries = 0; tries < 600; tries++) {
    if (await isThere()) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("it did not come in a minute");
}

/** Sync Jobs that are not over, the newest last. */
async function activeJobs(cluster: TestCluster, { namespace }: Kubeapps): Promise<string[]> {
  const format = '-o=jsonpath={range .items[?(@.status.active==1)]}{.metadata.name}{"\\n"}{end}';
  const sorted = "--sort-by=.metadata.creationTimestamp";
  const { stdout } = await cluster.kubectl(["get", "jobs", "-n", namespace, sorted, format]);
  return stdout.split("\n").filter((name) => name.includes("-sync-one-"));
}

/** Pods of syncs that run; one that no node has yet may wait minutes after the server's return. */
async function runningPods(cluster: TestCluster, { namespace }: Kubeapps): Promise<string[]> {
  const running = "--field-selector=status.phase=Running";
  const { stdout } = await cluster.kubectl(["get", "pods", "-n", namespace, running, "-o=name"]);
  return stdout.split("\n").filter((name) => name.includes("-sync-one-"));
}

async function hanging(cluster: TestCluster, kubeapps: Kubeapps): Promise<string> {
  const team = await cluster.namespace("team");
  await kubeapps.createRepository(team, "one", { outcome: "hang" });
  await until(async () => (await activeJobs(cluster, kubeapps)).length === 1);
  return team;
}

Deno.test("refresh --wait: a Job that is deleted before its end is a failure", async () => {
  await using kubeapps = await Kubeapps.start(shared);
  const team = await hanging(shared, kubeapps);
  const waiting = waitFor(shared, kubeapps, team);
  await until(async () => (await activeJobs(shared, kubeapps)).length === 2);
  await shared.kubectl(["delete", "jobs", "--all", "-n", kubeapps.namespace]);
  const { code, stdout, stderr } = await waiting.ended();
  assert.match(stdout, /\/one deleted \(\d+s\)\n$/, stderr);
  assert.match(stderr, /error: \S+\/one: the sync did not end: Job \S+ was deleted before its end/);
  assert.equal(code, 1);
});

Deno.test("refresh --wait: a Job that the schedule replaces is as good as its replacement", async () => {
  await using kubeapps = await Kubeapps.start(shared);
  const team = await hanging(shared, kubeapps);
  const waiting = waitFor(shared, kubeapps, team);
  await until(async () => (await activeJobs(shared, kubeapps)).length === 2);
  const cron = await shared.kubectl(["get", "cronjobs", "-n", kubeapps.namespace, "-o", "name"]);
  const from = `--from=${cron.stdout.trim().replace(".batch", "")}`;
  const patch =
    '--patch={"spec":{"jobTemplate":{"spec":{"template":{"metadata":{"annotations":{"sim/outcome":"ok","sim/log":"Successfully added the package repository one to database"}}}}}}}';
  await shared.kubectl(["patch", cron.stdout.trim(), "-n", kubeapps.namespace, patch]);
  await shared.kubectl(["delete", "jobs", "--all", "-n", kubeapps.namespace]);
  await shared.kubectl(["create", "job", "scheduled", from, "-n", kubeapps.namespace]);
  const { code, stdout, stderr } = await waiting.ended();
  assert.match(stdout, /\/one synced \(\d+s\)\n$/, stderr);
  assert.equal(code, 0);
});

Deno.test("refresh --wait: a repository that is deleted is not waited for", async () => {
  await using kubeapps = await Kubeapps.start(shared);
  const team = await hanging(shared, kubeapps);
  kubeapps.controller.pause();
  const waiting = waitFor(shared, kubeapps, team);
  await waiting.untilLines(1);
  await shared.kubectl(["delete", "apprepository", "one", "-n", team]);
  const { code, stdout, stderr } = await waiting.ended();
  assert.match(stdout, /\/one deleted \(\d+s\)\n$/, stderr);
  assert.match(stderr, /the sync did not end: the repository was deleted/);
  assert.equal(code, 1);
});

Deno.test("refresh --wait: a slow controller is waited for, never in silence for 30 s", async () => {
  await using kubeapps = await Kubeapps.start(shared);
  const team = await hanging(shared, kubeapps);
  await kubeapps.changeSync(team, "one", {});
  kubeapps.controller.pause();
  const waiting = waitFor(shared, kubeapps, team);
  await waiting.untilSaid(/no sync Job has come yet/);
  kubeapps.controller.resume();
  const { code, stdout, stderr } = await waiting.ended();
  const [, silent] = /one: no sync Job has come yet \((\d+)s\)\n/.exec(stderr) ?? [];
  assert.ok(Number(silent) >= 30, stderr);
  assert.match(stdout, /\/one synced \(\d+s\)\n$/, stderr);
  assert.equal(code, 0);
});

Deno.test("refresh --wait: Ctrl-C ends the wait, and says what goes on", async () => {
  await using kubeapps = await Kubeapps.start(shared);
  const team = await hanging(shared, kubeapps);
  const waiting = waitFor(shared, kubeapps, team);
  await waiting.untilLines(1);
  waiting.kill("SIGINT");
  const { code, stdout, stderr } = await waiting.ended();
  assert.equal(stdout, "apprepository.kubeapps.com/one refreshed\n");
  assert.match(stderr, /Interrupted: 1 sync goes on\n$/);
  assert.equal(code, 130);
});

Deno.test({
  name: "refresh --wait goes on where the API server is killed and comes back",
  sanitizeResources: false,
  sanitizeOps: false,
  async fn() {
    await using cluster = await ownCluster({ nodes: true });
    await using kubeapps = await Kubeapps.start(cluster);
    const team = await cluster.namespace("team");
    await kubeapps.createRepository(team, "one", { outcome: "hang" });
    await until(async () => (await activeJobs(cluster, kubeapps)).length === 1);
    await kubeapps.changeSync(team, "one", { run: "12s" });
    const waiting = waitFor(cluster, kubeapps, team);
    await waiting.untilLines(1);
    await until(async () => (await activeJobs(cluster, kubeapps)).length === 2);
    await until(async () => (await runningPods(cluster, kubeapps)).length === 2);
    // It knows of a watch that breaks only after its Job was made.
    await kubeapps.controller.stop();
    await cluster.killApiServer();
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    await cluster.startApiServer();
    const { code, stdout, stderr } = await waiting.ended();
    assert.match(stdout, /\/one (synced|unchanged) \(\d+s\)\n$/, stderr);
    assert.equal(code, 0, stderr);
  },
});
