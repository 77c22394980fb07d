import assert from "node:assert/strict";
import { Kubeapps } from "./support/kubeapps/kubeapps.ts";
import { testCluster } from "./support/cluster.ts";

const cluster = await testCluster();

async function job(namespace: string, repository: string): Promise<string> {
  const names = await cluster.kubectl(["get", "jobs", "-n", namespace, "-o", "name"]);
  return names.stdout.split("\n").find((name) => name.includes(`-sync-${repository}-`)) ?? "";
}

/** Waits until kubectl prints what is wanted, a minute at most. */
async function until(args: string[], expected: RegExp): Promise<string> {
  for (const deadline = Date.now() + 60_000; Date.now() < deadline;) {
    const { stdout, stderr } = await cluster.kubectl(args);
    if (expected.test(stdout)) return stdout;
    await new Promise((resolve) => setTimeout(resolve, 200));
    if (Date.now() > deadline - 300) assert.match(stdout + stderr, expected);
  }
  return "";
}

Deno.test("the stand-in for Kubeapps: a sync ends, and its log can be read", async () => {
  await using kubeapps = await Kubeapps.start(cluster);
  const { namespace } = kubeapps;
  const team = await cluster.namespace("team");
  await kubeapps.createRepository(team, "one", { log: ["hello", "world"] });
  await until(["get", "jobs", "-n", namespace], /-sync-one-\w{5} +Complete +1\/1/);
  const log = await cluster.kubectl(["logs", "-n", namespace, await job(namespace, "one")]);
  assert.equal(log.stdout, "hello\nworld\n");
  const cron = await cluster.kubectl(["get", "cronjobs", "-n", namespace, "--no-headers"]);
  assert.match(cron.stdout, new RegExp(`^apprepo-${team}-sync-one|^apprepo-team-`));
});

Deno.test("the stand-in for Kubeapps: a crash loop restarts, and fails in the end", async () => {
  await using kubeapps = await Kubeapps.start(cluster, { backoffLimit: 2 });
  const { namespace } = kubeapps;
  const team = await cluster.namespace("team");
  await kubeapps.createRepository(team, "bad", { outcome: "crash", backoff: "8s" });
  await until(["get", "pods", "-n", namespace], /-sync-bad-\S+ +0\/1 +CrashLoopBackOff +1 /);
  await until(["get", "jobs", "-n", namespace], /-sync-bad-\w{5} +Failed/);
});

Deno.test("the stand-in for Kubeapps: a quota keeps Pods away, and an Event says so", async () => {
  await using kubeapps = await Kubeapps.start(cluster);
  const { namespace } = kubeapps;
  await cluster.kubectl(["create", "quota", "none", "--hard=pods=0", "-n", namespace]);
  await kubeapps.createRepository(await cluster.namespace("team"), "one");
  await until(["get", "events", "-n", namespace], /FailedCreate .*exceeded quota/);
});
