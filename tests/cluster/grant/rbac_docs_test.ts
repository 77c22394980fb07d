// The rights that docs/rbac.md lists are enough.

import assert from "node:assert/strict";
import { testCluster } from "../support/cluster.ts";
import type { Rule } from "../support/rbac.ts";
import { canLock } from "./locks.ts";
import { plugin, succeed } from "./support.ts";

const cluster = await testCluster();
const locks = await canLock(cluster);

function rule(group: string, resources: string[], verbs: string[]): Rule {
  return { apiGroups: [group], resources, verbs };
}

const rbac = "rbac.authorization.k8s.io";
const admission = "admissionregistration.k8s.io";
const lockKinds = ["validatingadmissionpolicies", "validatingadmissionpolicybindings"];
const holds = rule("kubeapps.com", ["apprepositories"], ["get", "update"]);

async function caller(namespace: string, own: Rule[], onCluster: Rule[]) {
  const user = `caller-${crypto.randomUUID().slice(0, 8)}`;
  await cluster.grantRole(namespace, { user }, own);
  if (onCluster.length > 0) await cluster.grantClusterRole({ user }, onCluster);
  return { kubeconfig: await cluster.kubeconfigFor({ user, namespace }) };
}

Deno.test("grant, token and revoke work with the rights of docs/rbac.md", async () => {
  const namespace = await cluster.namespace("rbac");
  await cluster.createRepository(namespace, "bitnami");
  await succeed(cluster, ["grant", "-n", namespace]); // so that the ClusterRole is there
  const granter = await caller(namespace, [
    holds,
    rule("", ["serviceaccounts"], ["get", "create", "update"]),
    rule(rbac, ["roles", "rolebindings"], ["get", "create", "update"]),
    rule("", ["secrets"], ["get", "list", "create"]),
    rule("authorization.k8s.io", ["localsubjectaccessreviews"], ["create"]),
  ], [
    rule(admission, lockKinds, ["get", "create", "update"]),
    rule(rbac, ["clusterroles"], ["get"]),
  ]);
  const account = ["--serviceaccount", "sender"];
  for (const args of [["grant"], ["grant", "bitnami"]]) {
    const { code, stderr } = await plugin(cluster, [...args, ...account], granter);
    assert.equal(code, 0, stderr);
    if (locks) assert.doesNotMatch(stderr, /can't be locked/);
    else assert.match(stderr, /can't be locked: this API server has no Val/);
  }
  const user = `--user=sender-of-${namespace}`;
  for (const args of [["grant"], ["grant", "bitnami"]]) {
    const { code, stderr } = await plugin(cluster, [...args, user, "--yes"], granter);
    assert.equal(code, 0, stderr);
    if (locks) assert.doesNotMatch(stderr, /can't be locked/);
  }
  const reader = await caller(namespace, [rule("", ["secrets"], ["get"])], []);
  await succeed(cluster, ["token", ...account], reader);
  const rotator = await caller(namespace, [
    rule("", ["serviceaccounts"], ["get"]),
    rule("", ["secrets"], ["list", "get", "create", "delete"]),
    rule("", ["serviceaccounts/token"], ["create"]),
    rule("kubeapps.com", ["apprepositories"], ["list"]),
  ], []);
  await succeed(cluster, ["token", ...account, "--rotate"], rotator);
  await succeed(cluster, ["token", ...account, "--duration", "20m"], rotator);
  assert.match(
    await succeed(cluster, ["token", ...account, "--check"], rotator),
    locks ? /lock is in force/ : /this API server can have none/,
  );
  const revoker = await caller(namespace, [
    holds,
    rule(rbac, ["roles", "rolebindings"], ["get", "update", "delete"]),
    rule("", ["secrets"], ["list", "get", "delete"]),
    rule("", ["serviceaccounts"], ["get", "delete"]),
  ], [
    rule(rbac, ["rolebindings", "clusterrolebindings"], ["list"]),
    rule(admission, lockKinds, ["get", "delete"]),
  ]);
  const { code, stdout, stderr } = await plugin(cluster, ["revoke", ...account], revoker);
  assert.equal(code, 0, stderr);
  assert.equal(stdout.match(/ deleted/g)?.length, locks ? 7 : 5, stdout);
  const ofUser = await succeed(cluster, ["revoke", user], revoker);
  assert.equal(ofUser.match(/ deleted/g)?.length, locks ? 5 : 3, ofUser);
});

Deno.test("revoke by an admin of one namespace says where it could not look", async () => {
  const namespace = await cluster.namespace("rbac-own");
  await succeed(cluster, ["grant", "-n", namespace]);
  const revoker = await caller(namespace, [
    holds,
    rule(rbac, ["rolebindings"], ["list", "get", "update", "delete"]),
    rule("", ["secrets"], ["list", "get", "delete"]),
    rule("", ["serviceaccounts"], ["get", "delete"]),
  ], []);
  const { code, stdout, stderr } = await plugin(cluster, ["revoke"], revoker);
  assert.equal(code, 0, stderr);
  assert.equal(stdout.match(/ deleted/g)?.length, 3, stdout);
  assert.match(stderr, /^RoleBindings in other namespaces left: you may not look/m);
  const left = /^validatingadmissionpolicy\.\S+ left: you may not delete it/m;
  if (locks) assert.match(stderr, left);
  else assert.doesNotMatch(stderr, left);
});
