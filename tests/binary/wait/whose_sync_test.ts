// A wait is over when a Job has ended that began after its own PUT: not an earlier one, nor the schedule's.

import assert from "node:assert/strict";
import { testCluster } from "../../cluster/support/cluster.ts";
import { Kubeapps } from "../../cluster/support/kubeapps/kubeapps.ts";
import { apprepo } from "../support/apprepo.ts";
import { Versions } from "./versions.ts";

const cluster = await testCluster();
const kubeconfig = cluster.adminKubeconfig;

interface Item {
  readonly name: string;
  readonly outcome: string;
  readonly resyncRequests: number;
  readonly job?: { readonly name: string };
}

async function refreshed(args: readonly string[]): Promise<Item[]> {
  const words = ["refresh", ...args, "--wait", "-o", "json"];
  const { code, stdout, stderr } = await apprepo(words, { kubeconfig, timeout: 120_000 });
  assert.equal(code, 0, stderr + stdout);
  return JSON.parse(stdout).items;
}

Deno.test("refresh --wait: each of 20 at once ends with a Job made after its own PUT", async () => {
  await using kubeapps = await Kubeapps.start(cluster, { rate: 5 });
  const team = await cluster.namespace("team");
  await kubeapps.createRepository(team, "one", { run: "100ms" });
  await using versions = await Versions.watch(cluster, team, kubeapps.namespace);
  const where = ["-n", team, `--kubeapps-namespace=${kubeapps.namespace}`];
  const waiting = Array.from({ length: 20 }, async (_, at) => {
    await new Promise((resolve) => setTimeout(resolve, at * 100));
    return (await refreshed(["one", ...where]))[0]!;
  });
  // As the schedule would.
  for (let run = 0; run < 3; run++) {
    const cron = await cluster.kubectl(["get", "cronjobs", "-n", kubeapps.namespace, "-o", "name"]);
    const from = cron.stdout.trim().replace(".batch", "");
    const name = `scheduled-${run}`;
    await cluster.kubectl(["create", "job", name, `--from=${from}`, "-n", kubeapps.namespace]);
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  const items = await Promise.all(waiting);
  assert.equal(new Set(items.map((item) => item.resyncRequests)).size, 20);
  for (const { outcome, resyncRequests, job } of items) {
    assert.equal(outcome, "synced");
    assert.doesNotMatch(job?.name ?? "", /^scheduled/);
    const [put, made] = [versions.ofRaise(resyncRequests), versions.ofJob(job?.name ?? "")];
    assert.ok(put !== undefined && made !== undefined && made > put, `${put} ${made}`);
  }
});

Deno.test("refresh --wait follows 200 repositories by one list and one watch of Jobs", async () => {
  await using kubeapps = await Kubeapps.start(cluster, { rate: 40 });
  const team = await cluster.namespace("team");
  const names = Array.from({ length: 200 }, (_, at) => `repo-${at}`);
  for (const name of names) await kubeapps.createRepository(team, name);
  const where = ["-n", team, `--kubeapps-namespace=${kubeapps.namespace}`];
  const items = await refreshed(["--all", ...where]);
  assert.deepEqual(items.map(({ name }) => name).sort(), names.sort());
  assert.deepEqual(new Set(items.map(({ outcome }) => outcome)), new Set(["synced"]));
  const events = await cluster.auditEvents({ namespace: kubeapps.namespace, resource: "jobs" });
  const asked = events.filter(({ userAgent }) => userAgent.startsWith("kubectl-apprepo/"));
  const kinds = asked.map(({ verb }) => verb).sort();
  assert.deepEqual(new Set(kinds), new Set(["list", "watch"]));
  assert.equal(kinds.filter((verb) => verb === "list").length, 1);
});
