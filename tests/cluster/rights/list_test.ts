// Each right that docs/rbac.md lists for `list` is necessary, and together they are enough.

import assert from "node:assert/strict";
import { testCluster } from "../support/cluster.ts";
import { Kubeapps } from "../support/kubeapps/kubeapps.ts";
import { runCommand } from "../webhook/command.ts";
import { callerWith, type Right, right } from "./caller.ts";
import { documentedRights } from "./documented.ts";

const cluster = await testCluster();
const kubeapps = await Kubeapps.start(cluster);
Deno.test.afterAll(() => kubeapps[Symbol.asyncDispose]());
const team = await cluster.namespace("team");
const places = { team, kubeapps: kubeapps.namespace };
await kubeapps.createRepository(team, "one");

const rights: Readonly<Record<string, Right>> = {
  "list apprepositories": right("list", "kubeapps.com", "apprepositories", "team"),
  "get apprepositories": right("get", "kubeapps.com", "apprepositories", "team"),
  "list jobs": right("list", "batch", "jobs", "kubeapps"),
  "list cronjobs": right("list", "batch", "cronjobs", "kubeapps"),
  "list deployments": right("list", "apps", "deployments", "cluster"),
};

function test(name: string, fn: () => Promise<void>): void {
  Deno.test({ name, sanitizeOps: false, sanitizeResources: false, fn });
}

/** Other tests have Kubeapps of their own in this cluster, of which the caller may see nothing. */
const where = ["--kubeapps-namespace", places.kubeapps];

async function list(missing: string | undefined, args: readonly string[] = where) {
  const given = Object.entries(rights).filter(([name]) => name !== missing);
  const KUBECONFIG = await callerWith(cluster, places, given.map(([, one]) => one));
  const { code, stdout, stderr } = await runCommand(["list", ...args], { env: { KUBECONFIG } });
  const [, row = ""] = stdout.split("\n");
  const [name, , , lastSync, result, next] = row.split(/ {3,}/);
  return { code, stderr, name, lastSync, result, next };
}

/** The sync that the making of the repository asked for has ended. */
async function completed() {
  for (let tries = 0; tries < 300; tries++) {
    const row = await list(undefined);
    if (row.result === "completed") return row;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("the sync has not ended");
}

test("the rights of list in docs/rbac.md are those tested here", async () => {
  assert.deepEqual(await documentedRights("list"), Object.keys(rights));
});

test("list works with its rights and no others", async () => {
  const { code, stderr, name, lastSync, next } = await completed();
  assert.deepEqual([code, stderr, name], [0, "", "one"]);
  assert.match(`${lastSync} ${next}`, /^\d+s (\d+m)?(\d+s)?$/);
});

test("list fails without the right to list AppRepositories", async () => {
  const { code, stderr } = await list("list apprepositories");
  assert.equal(code, 1);
  assert.match(stderr, /cannot list resource "apprepositories"/);
});

test("list of names takes the right to get them, and that is enough", async () => {
  const { code, stderr } = await list("get apprepositories", ["one", ...where]);
  assert.equal(code, 1);
  assert.match(stderr, /cannot get resource "apprepositories"/);
  assert.equal((await list("list apprepositories", ["one", ...where])).name, "one");
});

test("without the right to list Jobs, what they tell is unknown, and the right is named", async () => {
  const { code, stderr, lastSync, result, next } = await list("list jobs");
  assert.deepEqual([code, lastSync, result], [0, "<unknown>", "<unknown>"]);
  assert.match(next ?? "", /^(\d+m)?(\d+s)?$/);
  assert.equal(
    stderr,
    `You lack the right to list jobs.batch in namespace "${places.kubeapps}".\n`,
  );
});

test("without the right to list CronJobs, the next sync is unknown, and the right is named", async () => {
  await completed();
  const { code, stderr, result, next } = await list("list cronjobs");
  assert.deepEqual([code, result, next], [0, "completed", "<unknown>"]);
  assert.equal(
    stderr,
    `You lack the right to list cronjobs.batch in namespace "${places.kubeapps}".\n`,
  );
});

test("without the right to look for Kubeapps, the usual namespace is taken for it", async () => {
  const usual = await list("list deployments", []);
  assert.match(usual.stderr, /list jobs\.batch in namespace "kubeapps"/);
  const named = await list("list deployments");
  assert.deepEqual([named.code, named.stderr], [0, ""]);
});

test("names alone take no right in Kubeapps' namespace", async () => {
  const KUBECONFIG = await callerWith(cluster, places, [rights["list apprepositories"]!]);
  const result = await runCommand(["list", "-o", "name"], { env: { KUBECONFIG } });
  assert.deepEqual(result, { code: 0, stdout: "apprepository.kubeapps.com/one\n", stderr: "" });
});
