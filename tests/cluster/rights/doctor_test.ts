// Each right that docs/rbac.md lists for `doctor` is necessary, and together they are enough.

import assert from "node:assert/strict";
import { canLock } from "../grant/locks.ts";
import { succeed } from "../grant/support.ts";
import { testCluster } from "../support/cluster.ts";
import { Kubeapps } from "../support/kubeapps/kubeapps.ts";
import { runCommand } from "../webhook/command.ts";
import { callerWith, type Right, right } from "./caller.ts";
import { documentedRights } from "./documented.ts";

const cluster = await testCluster();
const locks = await canLock(cluster);
const kubeapps = await Kubeapps.start(cluster);
Deno.test.afterAll(() => kubeapps[Symbol.asyncDispose]());
const team = await cluster.namespace("team");
const places = { team, kubeapps: kubeapps.namespace };
const secretKeyRef = { name: "login", key: "header" };
await kubeapps.createRepository(team, "one", {}, { auth: { header: { secretKeyRef } } });
await succeed(cluster, ["grant", "-n", team]);
using api = cluster.api();
await api.create(`/api/v1/namespaces/${team}/secrets`, {
  apiVersion: "v1",
  kind: "Secret",
  metadata: { name: "login" },
  stringData: { header: "Basic x" },
});

const rbac = "rbac.authorization.k8s.io";
const admission = "admissionregistration.k8s.io";

/** What is unknown without it, by the ids of checks. */
const rows: Readonly<Record<string, readonly [right: Right, unknown: readonly string[]]>> = {
  "list apprepositories": [
    right("list", "kubeapps.com", "apprepositories", "team"),
    ["ARD102", "ARD306", "ARD307", "ARD309", "ARD401", "ARD417", "ARD501"],
  ],
  "list jobs": [
    right("list", "batch", "jobs", "kubeapps"),
    [
      ...["ARD102", "ARD307", "ARD309", "ARD401", "ARD402", "ARD403", "ARD404", "ARD405"],
      ...["ARD412", "ARD413"],
    ],
  ],
  "list cronjobs": [right("list", "batch", "cronjobs", "kubeapps"), ["ARD102", "ARD406"]],
  "list pods": [right("list", "", "pods", "kubeapps"), ["ARD102", "ARD304", "ARD305", "ARD413"]],
  "get pods/log": [right("get", "", "pods/log", "kubeapps"), ["ARD413"]],
  "list events": [right("list", "", "events", "kubeapps"), []],
  "get secrets": [right("get", "", "secrets", "team"), ["ARD102", "ARD409"]],
  "list deployments": [
    right("list", "apps", "deployments", "kubeapps"),
    ["ARD102", "ARD301", "ARD302", "ARD303", "ARD308", "ARD601"],
  ],
  "get customresourcedefinitions": [
    right("get", "apiextensions.k8s.io", "customresourcedefinitions", "cluster"),
    [],
  ],
  "list rolebindings": [
    right("list", rbac, "rolebindings", "team"),
    ["ARD102", "ARD604", "ARD605", "ARD606"],
  ],
  "get clusterroles": [right("get", rbac, "clusterroles", "cluster"), ["ARD102", "ARD606"]],
  "list validatingadmissionpolicies": [
    right("list", admission, "validatingadmissionpolicies", "cluster"),
    ["ARD102", "ARD605"],
  ],
  "list validatingadmissionpolicybindings": [
    right("list", admission, "validatingadmissionpolicybindings", "cluster"),
    ["ARD102", "ARD605"],
  ],
  "list secrets": [right("list", "", "secrets", "team"), ["ARD102", "ARD604"]],
};

function test(name: string, fn: () => Promise<void>): void {
  Deno.test({ name, sanitizeOps: false, sanitizeResources: false, fn });
}

interface Check {
  readonly id: string;
  readonly state: string;
}

/** ARD602 takes what webhook-url takes, and is tested with that. */
const words = [
  ...["doctor", "-o", "json", "--skip=ARD602", "--kubeapps-namespace"],
  places.kubeapps,
];

async function doctor(missing: string | undefined) {
  const given = Object.entries(rows).filter(([name]) => name !== missing);
  const KUBECONFIG = await callerWith(cluster, places, given.map(([, [one]]) => one));
  const { code, stdout, stderr } = await runCommand(words, { env: { KUBECONFIG } });
  const checks: readonly Check[] = JSON.parse(stdout).checks;
  const unknown = checks.filter(({ state }) => state === "unknown").map(({ id }) => id);
  return { code, stderr, unknown, stdout };
}

/** The sync that the making of the repository asked for has ended. */
async function settled(): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    const env = { KUBECONFIG: cluster.adminKubeconfig };
    const list = ["list", "-n", team, "--kubeapps-namespace", places.kubeapps];
    const { stdout } = await runCommand(list, { env });
    if (stdout.includes("completed")) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

test("the rights of doctor in docs/rbac.md are those tested here", async () => {
  assert.deepEqual(await documentedRights("doctor"), Object.keys(rows));
});

test("doctor knows all with its rights and no others", async () => {
  await settled();
  const { unknown, stdout } = await doctor(undefined);
  assert.deepEqual(unknown, [], stdout);
});

for (const [name, [, expected]] of Object.entries(rows)) {
  const isOfLock = name.includes("admission");
  test(`doctor without the right to ${name} says what it does not know`, async () => {
    if (isOfLock && !locks) return;
    await settled();
    const { code, unknown } = await doctor(name);
    for (const id of expected) assert.ok(unknown.includes(id), `${id} of ${unknown}`);
    if (expected.length === 0) assert.deepEqual(unknown, []);
    else assert.equal(code, 1);
    if (name !== "list apprepositories") assert.deepEqual(unknown, expected);
  });
}
