// Grants by people who may not do everything.

import assert from "node:assert/strict";
import { testCluster } from "../support/cluster.ts";
import type { Rule } from "../support/rbac.ts";
import { repositoryPath } from "../support/repositories.ts";
import { canLock, lockTest } from "./locks.ts";
import { assertMayGet, holder, plugin, succeed } from "./support.ts";

const cluster = await testCluster();
const locks = await canLock(cluster);

/** What Kubernetes' ClusterRole `admin` lets somebody do here. */
const adminRules: Rule[] = [
  {
    apiGroups: [""],
    resources: ["serviceaccounts", "secrets", "serviceaccounts/token"],
    verbs: ["*"],
  },
  {
    apiGroups: ["rbac.authorization.k8s.io"],
    resources: ["roles", "rolebindings"],
    // Not "*", which would let them hand out what they don't hold.
    verbs: ["create", "delete", "get", "list", "patch", "update", "watch"],
  },
  {
    apiGroups: ["authorization.k8s.io"],
    resources: ["localsubjectaccessreviews"],
    verbs: ["create"],
  },
];
const repositoryRules: Rule[] = [
  { apiGroups: ["kubeapps.com"], resources: ["apprepositories"], verbs: ["*"] },
];

async function someone(prefix: string, rules: Rule[]) {
  const namespace = await cluster.namespace(prefix);
  await cluster.createRepository(namespace, "bitnami");
  const user = `user-of-${namespace}`;
  if (rules.length > 0) await cluster.grantRole(namespace, { user }, rules);
  return { namespace, kubeconfig: await cluster.kubeconfigFor({ user, namespace }) };
}

Deno.test("an admin of one namespace grants there, and is told that the lock is missing", async () => {
  const { namespace, kubeconfig } = await someone("ns-admin", [...adminRules, ...repositoryRules]);
  for (const args of [["--namespaced"], ["bitnami"]]) {
    const { code, stdout, stderr } = await plugin(cluster, ["grant", ...args], { kubeconfig });
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^rolebinding\.\S+ (created|unchanged)$/m);
    assert.match(stderr, /Warning: the ServiceAccount can't be locked: /);
    assert.match(stderr, /can change the AppRepositories' URL and the Pods/);
    // Where there can be no lock, no admin can add one.
    const advice = /An admin can add the lock by running: kubectl apprepo grant /;
    if (locks) assert.match(stderr, advice);
    else assert.doesNotMatch(stderr, /An admin|Unless an admin/);
  }
  const token = await succeed(cluster, ["token"], { kubeconfig });
  using bearer = holder(cluster, token);
  await assertMayGet(bearer, repositoryPath(namespace, "bitnami"));
  await succeed(cluster, ["revoke"], { kubeconfig });
});

Deno.test("an admin of one namespace has the API server check a grant without storing it", async () => {
  const { namespace, kubeconfig } = await someone("ns-dry", [...adminRules, ...repositoryRules]);
  const args = ["grant", "--namespaced", "--dry-run=server"];
  const stdout = await succeed(cluster, args, { kubeconfig });
  assert.match(stdout, /^rolebinding\.\S+ created \(server dry run\)$/m);
  const { stderr } = await plugin(cluster, ["token"], { kubeconfig });
  assert.match(stderr, new RegExp(`"apprepositories-refresh" in namespace "${namespace}" has no`));
});

lockTest(locks, "the admin's rerun adds the lock to what a namespace's admin granted", async () => {
  const { namespace, kubeconfig } = await someone("ns-lock", [...adminRules, ...repositoryRules]);
  const { stderr } = await plugin(cluster, ["grant", "--namespaced"], { kubeconfig });
  const [, command = ""] = /by running: kubectl apprepo (.*)$/m.exec(stderr) ?? [];
  await succeed(cluster, command.split(" "));
  const check = await succeed(cluster, ["token", "-n", namespace, "--check"]);
  assert.match(check, /^The lock is in force/m);
});

Deno.test("an admin of one namespace who may see no ClusterRole is told which right is missing", async () => {
  const { namespace, kubeconfig } = await someone("no-cr", [...adminRules, ...repositoryRules]);
  const { code, stdout, stderr } = await plugin(cluster, ["grant"], { kubeconfig });
  assert.equal(code, 1);
  assert.equal(stdout, "");
  assert.match(stderr, /^Error from server \(Forbidden\): clusterroles\./);
  assert.match(stderr, /You lack the right to get clusterroles\.rbac\.authorization\.k8s\.io/);
  assert.match(stderr, new RegExp(`An admin can run: kubectl apprepo grant -n ${namespace}`));
  assert.match(stderr, /--namespaced/);
});

Deno.test("nobody grants rights that they don't hold", async () => {
  const { kubeconfig } = await someone("escalate", [
    ...adminRules,
    { apiGroups: ["kubeapps.com"], resources: ["apprepositories"], verbs: ["get"] },
  ]);
  const { code, stderr } = await plugin(cluster, ["grant", "bitnami"], { kubeconfig });
  assert.equal(code, 1);
  assert.match(stderr, /not currently held/);
  assert.match(stderr, /You may not give rights that you don't hold yourself: get and update of/);
  assert.match(stderr, /An admin can run: kubectl apprepo grant /);
  assert.match(stderr, /Made before that: serviceaccount\//);
});

Deno.test("a user with no rights is told which right is missing", async () => {
  const { namespace, kubeconfig } = await someone("nobody", []);
  const cases: [string[], RegExp][] = [
    [["grant", "--namespaced"], /You lack the right to get serviceaccounts in namespace/],
    [["grant", "bitnami"], /You lack the right to get apprepositories\.kubeapps\.com in/],
    [["token"], /You lack the right to get secrets in namespace/],
    [["token", "--rotate"], /You lack the right to get serviceaccounts in namespace/],
    [["token", "--duration", "1h"], /You lack the right to create serviceaccounts\/token in/],
    [["revoke"], /You lack the right to (list|get) \S+ in namespace/],
  ];
  for (const [args, advice] of cases) {
    const { code, stdout, stderr } = await plugin(cluster, args, { kubeconfig });
    assert.equal(code, 1, args.join(" "));
    assert.equal(stdout, "");
    assert.match(stderr, /^Error from server \(Forbidden\): /);
    assert.match(stderr, advice);
    assert.match(stderr, new RegExp(`An admin can run: kubectl apprepo ${args[0]} .*${namespace}`));
  }
});
