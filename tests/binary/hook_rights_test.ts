// The rights that docs/rbac.md lists for hooks are enough, and so are those of Kubernetes' own roles.

import assert from "node:assert/strict";
import { testCluster } from "../cluster/support/cluster.ts";
import type { Rule } from "../cluster/support/rbac.ts";
import { canLock } from "../cluster/grant/locks.ts";
import { apprepo } from "./support/apprepo.ts";

const cluster = await testCluster();
const locks = await canLock(cluster);
const rbac = "rbac.authorization.k8s.io";
const words = ["--receiver=receivers:kubectl-apprepo", "--base-url=https://kubeapps.example.com"];

function rule(group: string, resources: string[], verbs: string[]): Rule {
  return { apiGroups: [group], resources, verbs };
}

async function caller(namespace: string, own: Rule[], onCluster: Rule[] = []): Promise<string> {
  const user = `caller-${crypto.randomUUID().slice(0, 8)}`;
  await cluster.grantRole(namespace, { user }, own);
  if (onCluster.length > 0) await cluster.grantClusterRole({ user }, onCluster);
  return await cluster.kubeconfigFor({ user, namespace });
}

async function succeed(kubeconfig: string, ...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await apprepo(["hook", ...args], { kubeconfig });
  assert.equal(code, 0, stderr);
  return `${stdout}${stderr}`;
}

Deno.test("hook commands work with the rights of docs/rbac.md", async () => {
  const namespace = await cluster.namespace("hook-rbac");
  await cluster.createRepository(namespace, "charts");
  const lockKinds = ["validatingadmissionpolicies", "validatingadmissionpolicybindings"];
  const creator = await caller(namespace, [
    rule("kubeapps.com", ["apprepositories"], ["get", "update"]),
    rule("", ["serviceaccounts", "secrets"], ["get", "create", "update"]),
    rule("", ["serviceaccounts/token"], ["create"]),
    rule(rbac, ["roles", "rolebindings"], ["get", "create", "update"]),
  ], [rule("admissionregistration.k8s.io", lockKinds, ["get", "create", "update"])]);
  const created = await succeed(creator, "create", "charts", "--from=github", ...words);
  if (locks) assert.doesNotMatch(created, /can't be locked/);
  const rotator = await caller(namespace, [rule("", ["secrets"], ["get", "update"])]);
  await succeed(rotator, "rotate", "charts", words[1]!);
  await succeed(rotator, "rotate", "charts", "--drop-old");
  const lister = await caller(namespace, [
    rule("", ["secrets"], ["list"]),
    rule(rbac, ["rolebindings"], ["list"]),
  ]);
  assert.match(await succeed(lister, "list"), /^charts +github .* receivers:kubectl-apprepo/m);
  const blind = await caller(namespace, [rule("", ["secrets"], ["list"])]);
  assert.match(await succeed(blind, "list"), /^charts +github .* <unknown>/m);
  const remover = await caller(namespace, [
    rule("", ["secrets"], ["get", "list", "delete"]),
    rule("", ["serviceaccounts"], ["get", "delete"]),
    rule(rbac, ["roles", "rolebindings"], ["get", "list", "update", "delete"]),
  ]);
  await succeed(remover, "delete", "charts");
});

Deno.test("an admin of a namespace makes a hook, and is told that its lock takes an admin of the cluster", async () => {
  const namespace = await cluster.namespace("hook-rbac");
  await cluster.createRepository(namespace, "charts");
  const user = `tenant-${crypto.randomUUID().slice(0, 8)}`;
  const binding = ["create", "rolebinding", "admin", "-n", namespace, "--clusterrole=admin"];
  assert.equal((await cluster.kubectl([...binding, `--user=${user}`])).code, 0);
  // Kubeapps' chart lets a namespace's admins have its AppRepositories.
  const repositories = rule("kubeapps.com", ["apprepositories"], ["get", "update"]);
  await cluster.grantRole(namespace, { user }, [repositories]);
  const kubeconfig = await cluster.kubeconfigFor({ user, namespace });
  const created = await succeed(kubeconfig, "create", "charts", "--from=quay", ...words);
  if (locks) {
    assert.match(
      created,
      /can't be locked: .*\n.*\nAn admin can add the lock by running: kubectl apprepo hook create charts -n \S+ --from quay/,
    );
  }
  if (!locks) return void await succeed(kubeconfig, "delete", "charts");
  // Its lock comes from an admin of the cluster, and only such a one can end it.
  const admin = ["charts", "-n", namespace];
  await succeed(cluster.adminKubeconfig, "create", ...admin, "--from=quay", ...words);
  const left = await succeed(kubeconfig, "delete", "charts");
  const lock = `apprepositories-refresh.${namespace}.apprepo-hook-charts`;
  assert.ok(
    left.includes(
      `An admin can end it: kubectl delete validatingadmissionpolicybinding,validatingadmissionpolicy ${lock}\n`,
    ),
    left,
  );
  const ended = await succeed(cluster.adminKubeconfig, "delete", ...admin);
  assert.ok(ended.includes(`${lock}" deleted`), ended);
  const { code, stderr } = await apprepo(["hook", "delete", ...admin], {
    kubeconfig: cluster.adminKubeconfig,
  });
  assert.equal(code, 1);
  assert.match(stderr, /not found/);
});
