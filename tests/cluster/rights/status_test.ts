// Each right that docs/rbac.md lists for `status` is necessary, and together they are enough.

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
const secretKeyRef = { name: "gone", key: "header" };
await kubeapps.createRepository(team, "one", {}, { auth: { header: { secretKeyRef } } });
// One by a Role, one by a ClusterRole in a RoleBinding, one by a ClusterRoleBinding.
await succeed(cluster, ["grant", "one", "-n", team, "--serviceaccount", "by-name"]);
await succeed(cluster, ["grant", "-n", team, "--serviceaccount", "whole"]);
await cluster.grantClusterRole({ serviceAccount: { namespace: team, name: "everywhere" } }, [{
  apiGroups: ["kubeapps.com"],
  resources: ["apprepositories"],
  verbs: ["get", "update"],
}]);

const rbac = "rbac.authorization.k8s.io";
const admission = "admissionregistration.k8s.io";

/** What is unknown without it, as a piece of the screen. */
const rows: Readonly<Record<string, readonly [right: Right, without: RegExp]>> = {
  "get apprepositories": [right("get", "kubeapps.com", "apprepositories", "team"), /^$/],
  "list jobs": [right("list", "batch", "jobs", "kubeapps"), /\nSyncs: +<unknown>\n/],
  "list cronjobs": [
    right("list", "batch", "cronjobs", "kubeapps"),
    /\nSchedule: +<unknown>(, Kubeapps' default is \*\/10 \* \* \* \*)?\n/,
  ],
  "list pods": [
    right("list", "", "pods", "kubeapps"),
    /\nLast Success: .*: completed\. You lack the right to list pods in namespace/,
  ],
  "get pods/log": [
    right("get", "", "pods/log", "kubeapps"),
    /\nLast Success: .*: completed\. You lack the right to get pods\/log in namespace/,
  ],
  "list events": [right("list", "", "events", "team", "kubeapps"), /\nEvents: +<unknown>\n/],
  "get secrets": [right("get", "", "secrets", "team"), /Secret gone, key header: <unknown>\n/],
  "list rolebindings": [right("list", rbac, "rolebindings", "team"), /\nRefreshed By: +<unk/],
  "list clusterrolebindings": [
    right("list", rbac, "clusterrolebindings", "cluster"),
    /\nRefreshed By: +<unknown>\n/,
  ],
  "get roles": [right("get", rbac, "roles", "team"), /\nRefreshed By: +<unknown>\n/],
  "get clusterroles": [
    right("get", rbac, "clusterroles", "cluster"),
    /\nRefreshed By: +<unknown>\n/,
  ],
  "get validatingadmissionpolicies": [
    right("get", admission, "validatingadmissionpolicies", "cluster"),
    /\/by-name .* <unknown>\n/,
  ],
  "get validatingadmissionpolicybindings": [
    right("get", admission, "validatingadmissionpolicybindings", "cluster"),
    /\/by-name .* <unknown>\n/,
  ],
  "list deployments": [right("list", "apps", "deployments", "cluster"), /\nKubeapps: +<unknown>\n/],
};

function test(name: string, fn: () => Promise<void>): void {
  Deno.test({ name, sanitizeOps: false, sanitizeResources: false, fn });
}

async function status(missing: string | undefined) {
  const given = Object.entries(rows).filter(([name]) => name !== missing);
  const KUBECONFIG = await callerWith(cluster, places, given.map(([, [one]]) => one));
  const words = ["status", "one", "--kubeapps-namespace", places.kubeapps];
  return await runCommand(words, { env: { KUBECONFIG } });
}

/** The sync that the making of the repository asked for has ended. */
async function whole() {
  for (let tries = 0; tries < 100; tries++) {
    const result = await status(undefined);
    if (/\nLast Success: .* synced\n/.test(result.stdout)) return result;
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  throw new Error("the sync has not ended");
}

test("the rights of status in docs/rbac.md are those tested here", async () => {
  assert.deepEqual(await documentedRights("status"), Object.keys(rows));
});

test("status knows all with its rights and no others", async () => {
  const { code, stdout, stderr } = await whole();
  assert.deepEqual([code, stderr], [0, ""]);
  assert.doesNotMatch(stdout, /unknown/);
  assert.match(stdout, /Secret gone, key header: MISSING\n/);
  for (const account of ["by-name", "whole", "everywhere"]) {
    assert.match(stdout, new RegExp(`\\n  ${team}/${account} `));
  }
});

for (const [name, [, without]] of Object.entries(rows)) {
  const isOfLock = name.includes("admission");
  test(`status without the right to ${name} says what it does not know`, async () => {
    if (isOfLock && !locks) return;
    await whole();
    const { code, stdout, stderr } = await status(name);
    assert.match(stdout, without);
    const [verb, resource] = name.split(" ");
    if (name === "get apprepositories") {
      assert.equal(code, 1);
      assert.match(stderr, /cannot get resource "apprepositories"/);
    } else assert.equal(code, 0, stderr);
    // Of what the log tells, the line itself names the right.
    if (/pods|apprepositories/.test(name)) return;
    assert.match(stderr, new RegExp(`^You lack the right to ${verb} ${resource}`));
  });
}
