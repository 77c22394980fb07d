// Manifests for those who keep theirs in git.

import assert from "node:assert/strict";
import { testCluster } from "../support/cluster.ts";
import type { RunResult } from "../support/run.ts";
import { repositoryPath } from "../support/repositories.ts";
import { canLock, lockTest, noLockTest } from "./locks.ts";
import { assertMayGet, eventually, holder, plugin, succeed } from "./support.ts";

const cluster = await testCluster();
const locks = await canLock(cluster);

/** In the words of Kubeapps' how-to, with the Secret that Kubernetes 1.24 and later need. */
const howTo = (namespace: string) => `
apiVersion: v1
kind: ServiceAccount
metadata: {name: apprepositories-refresh, namespace: ${namespace}}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: how-to-${namespace}}
rules:
- {apiGroups: [kubeapps.com], resources: [apprepositories], verbs: [get, update]}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: apprepositories-refresh, namespace: ${namespace}}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: how-to-${namespace}}
subjects: [{kind: ServiceAccount, name: apprepositories-refresh, namespace: ${namespace}}]
`;

async function apply(manifests: string): Promise<RunResult> {
  const applied = await cluster.kubectl(["apply", "-f", "-"], { stdin: manifests });
  assert.equal(applied.code, 0, applied.stderr);
  return applied;
}

/** What kubectl says that the account may do there. */
async function rights(namespace: string): Promise<string[]> {
  const account = `system:serviceaccount:${namespace}:apprepositories-refresh`;
  const groups = ["system:serviceaccounts", `system:serviceaccounts:${namespace}`];
  const { stdout, code } = await cluster.kubectl([
    "auth",
    "can-i",
    "--list",
    "-n",
    namespace,
    "--as",
    account,
    ...[...groups, "system:authenticated"].flatMap((group) => ["--as-group", group]),
  ]);
  assert.equal(code, 0);
  return stdout.split("\n").sort();
}

async function refreshRights(namespace: string): Promise<string[]> {
  let given: string[] = [];
  const isThere = await eventually(async () => {
    given = await rights(namespace);
    return given.some((line) => /^apprepositories\.kubeapps\.com .*\[get update\]/.test(line));
  });
  assert.ok(isThere, given.join("\n"));
  return given;
}

Deno.test("the how-to and grant's manifests give the same rights", async () => {
  const [theirs, ours] = [await cluster.namespace("theirs"), await cluster.namespace("ours")];
  await apply(howTo(theirs));
  const args = ["grant", "--no-lock", "--dry-run=client", "-o", "yaml", "-n", ours];
  await apply(await succeed(cluster, args));
  // API servers learn of bindings a moment later.
  const [given, wanted] = await Promise.all([ours, theirs].map(refreshRights));
  assert.deepEqual(given, wanted);
});

lockTest(
  locks,
  "grant --dry-run=client asks the cluster nothing, and kubectl applies what it prints",
  async () => {
    const namespace = await cluster.namespace("gitops");
    await cluster.createRepository(namespace, "bitnami");
    const args = ["grant", "bitnami", "-n", namespace, "--dry-run=client", "-o"];
    const nowhere = { kubeconfig: "/dev/null", env: { NO_PROXY: "*" } };
    for (const format of ["yaml", "json"]) {
      const manifests = await succeed(cluster, [...args, format], nowhere);
      assert.doesNotMatch(manifests, /"?token"?:/);
      await apply(manifests);
    }
    const stdout = await succeed(cluster, ["grant", "bitnami", "-n", namespace]);
    assert.deepEqual(
      [...stdout.matchAll(/ (\w+)$/gm)].map(([, word]) => word),
      Array(6).fill("unchanged"),
    );
    const token = await succeed(cluster, ["token", "-n", namespace]);
    using bearer = holder(cluster, token);
    await assertMayGet(bearer, repositoryPath(namespace, "bitnami"));
    assert.match(
      await succeed(cluster, ["token", "-n", namespace, "--check"]),
      /^The lock is in force/m,
    );
  },
);

Deno.test("grant --dry-run=client says which Kubernetes its lock takes, in the manifests too", async () => {
  const nowhere = { kubeconfig: "/dev/null" };
  const args = ["grant", "-n", "team-a", "--dry-run=client"];
  const yaml = await plugin(cluster, [...args, "-o", "yaml"], nowhere);
  assert.match(yaml.stdout, /^# The lock takes Kubernetes 1\.30 or later\..*^apiVersion/ms);
  for (const format of [[], ["-o", "yaml"], ["-o", "json"], ["-o", "name"]]) {
    const { stderr } = await plugin(cluster, [...args, ...format], nowhere);
    assert.match(stderr, /^Note: The lock takes Kubernetes 1\.30 or later\./);
    assert.match(stderr, /try the lock: kubectl apprepo token -n team-a --check$/m);
  }
  JSON.parse((await plugin(cluster, [...args, "-o", "json"], nowhere)).stdout);
  const unlocked = await plugin(cluster, [...args, "--no-lock", "-o", "yaml"], nowhere);
  assert.deepEqual([unlocked.stderr, unlocked.stdout.startsWith("#")], ["", false]);
});

noLockTest(
  locks,
  "kubectl refuses the lock of grant's manifests where there can be none",
  async () => {
    const namespace = await cluster.namespace("gitops-old");
    const args = ["grant", "-n", namespace, "--dry-run=client", "-o", "yaml"];
    const manifests = await succeed(cluster, args);
    const { code, stderr } = await cluster.kubectl(["apply", "-f", "-"], { stdin: manifests });
    assert.equal(code, 1);
    assert.match(stderr, /no matches for kind "ValidatingAdmissionPolicy"/);
    const check = await succeed(cluster, ["token", "-n", namespace, "--check"]);
    assert.match(check, /^There is NO LOCK, and this API server can have none/m);
  },
);

Deno.test("grant --dry-run=server checks everything and stores nothing", async () => {
  const namespace = await cluster.namespace("server-dry");
  for (const args of [[], ["--namespaced"]]) {
    const all = ["grant", "-n", namespace, "--dry-run=server", ...args];
    const stdout = await succeed(cluster, all);
    assert.match(stdout, /^serviceaccount\/apprepositories-refresh created \(server dry run\)$/m);
    assert.match(stdout, /^secret\/apprepositories-refresh-token created \(server dry run\)$/m);
  }
  const { stdout } = await cluster.kubectl([
    "get",
    "serviceaccounts,roles,rolebindings,secrets",
    "-o",
    "name",
    "-n",
    namespace,
  ]);
  assert.doesNotMatch(stdout, /refresh/);
});

Deno.test("grant -o name and -o json name every object, and json holds no token", async () => {
  const namespace = await cluster.namespace("formats");
  const name = await succeed(cluster, ["grant", "-n", namespace, "-o", "name"]);
  assert.equal(name.split("\n")[0], "serviceaccount/apprepositories-refresh");
  const list = JSON.parse(await succeed(cluster, ["grant", "-n", namespace, "-o", "json"]));
  const kinds = list.items.map(({ kind }: { kind: string }) => kind);
  assert.deepEqual(kinds, [
    "ServiceAccount",
    ...(locks ? ["ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding"] : []),
    "ClusterRole",
    "RoleBinding",
    "Secret",
  ]);
  assert.equal(list.items.at(-1).data, undefined);
  const { stderr } = await plugin(cluster, [
    "grant",
    "-n",
    namespace,
    "-o",
    "json",
    "--print-token",
  ]);
  assert.match(stderr, /never holds the token/);
});
