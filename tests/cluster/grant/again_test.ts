// Grants over what is there already: earlier grants, grants under way, objects made by hand.

import assert from "node:assert/strict";
import { testCluster } from "../support/cluster.ts";
import { plugin, succeed } from "./support.ts";

const cluster = await testCluster();
const rbac = "/apis/rbac.authorization.k8s.io/v1";

/** What Kubeapps' how-to has one make by hand, without the ClusterRole. */
async function howTo(namespace: string, subjects: unknown[] = []) {
  using api = cluster.api();
  const metadata = { name: "apprepositories-refresh", labels: { made: "by-hand" } };
  const account = { apiVersion: "v1", kind: "ServiceAccount", metadata };
  await api.create(`/api/v1/namespaces/${namespace}/serviceaccounts`, account);
  const apiGroup = "rbac.authorization.k8s.io";
  await api.create(`${rbac}/namespaces/${namespace}/rolebindings`, {
    apiVersion: `${apiGroup}/v1`,
    kind: "RoleBinding",
    metadata,
    roleRef: { apiGroup, kind: "ClusterRole", name: "apprepositories-refresh" },
    subjects: [{ kind: "ServiceAccount", name: metadata.name, namespace }, ...subjects],
  });
}

function outcomes(stdout: string): string[] {
  return [...new Set(stdout.trim().split("\n").map((line) => line.split(" ")[1] ?? ""))];
}

interface Kept {
  metadata: { labels: Record<string, string> };
  subjects?: unknown[];
}

Deno.test("grant twice changes nothing the second time", async () => {
  const namespace = await cluster.namespace("twice");
  await succeed(cluster, ["grant", "-n", namespace]);
  const token = await succeed(cluster, ["token", "-n", namespace]);
  assert.deepEqual(outcomes(await succeed(cluster, ["grant", "-n", namespace])), ["unchanged"]);
  assert.equal(await succeed(cluster, ["token", "-n", namespace]), token);
});

Deno.test("grant twice at once makes everything once", async () => {
  const namespace = await cluster.namespace("at-once");
  await cluster.createRepository(namespace, "one");
  await cluster.createRepository(namespace, "two");
  const runs = await Promise.all([
    plugin(cluster, ["grant", "one", "-n", namespace]),
    plugin(cluster, ["grant", "two", "-n", namespace]),
    plugin(cluster, ["grant", "-n", namespace]),
  ]);
  for (const { code, stderr } of runs) assert.equal(code, 0, stderr);
  using api = cluster.api();
  const secrets = await api.get<{ items: unknown[] }>(`/api/v1/namespaces/${namespace}/secrets`);
  assert.equal(secrets.items.length, 1);
  const role = await api.get<{ rules: unknown[] }>(
    `${rbac}/namespaces/${namespace}/roles/apprepositories-refresh:${namespace}`,
  );
  assert.deepEqual(role.rules, [{
    apiGroups: ["kubeapps.com"],
    resources: ["apprepositories"],
    verbs: ["get", "update"],
    resourceNames: ["one", "two"],
  }]);
});

Deno.test("grant adopts the how-to's objects and keeps their labels and subjects", async () => {
  const namespace = await cluster.namespace("how-to");
  const alice = { apiGroup: "rbac.authorization.k8s.io", kind: "User", name: "alice" };
  await howTo(namespace, [alice]);
  await succeed(cluster, ["grant", "-n", namespace]);
  assert.deepEqual(outcomes(await succeed(cluster, ["grant", "-n", namespace])), ["unchanged"]);
  using api = cluster.api();
  const labels = { made: "by-hand", "app.kubernetes.io/managed-by": "kubectl-apprepo" };
  const bindingPath = `${rbac}/namespaces/${namespace}/rolebindings/apprepositories-refresh`;
  const accountPath = `/api/v1/namespaces/${namespace}/serviceaccounts/apprepositories-refresh`;
  const binding = await api.get<Kept>(bindingPath);
  assert.deepEqual(binding.metadata.labels, labels);
  assert.equal(binding.subjects?.length, 2);
  assert.deepEqual((await api.get<Kept>(accountPath)).metadata.labels, labels);
  const { stdout, stderr } = await plugin(cluster, ["revoke", "-n", namespace]);
  assert.match(stdout, /^rolebinding\.\S+\/apprepositories-refresh configured$/m);
  assert.match(
    stderr,
    /serviceaccount\/apprepositories-refresh left: it was there before the grant/,
  );
  assert.deepEqual((await api.get<Kept>(bindingPath)).subjects, [alice]);
});

Deno.test("grant adds its ServiceAccount to a RoleBinding that has others", async () => {
  const [home, namespace] = [await cluster.namespace("home"), await cluster.namespace("shared")];
  await howTo(namespace);
  await succeed(cluster, ["grant", "-n", home, "--to-namespace", namespace]);
  using api = cluster.api();
  const binding = await api.get<Kept>(
    `${rbac}/namespaces/${namespace}/rolebindings/apprepositories-refresh`,
  );
  assert.equal(binding.subjects?.length, 2);
});

Deno.test("grant says what to do about a RoleBinding of another role, and completes the rest", async () => {
  const [good, bad] = [await cluster.namespace("good"), await cluster.namespace("bad")];
  using api = cluster.api();
  await api.create(`${rbac}/namespaces/${bad}/rolebindings`, {
    metadata: { name: "apprepositories-refresh" },
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "view" },
  });
  const both = ["grant", "-n", good, "--to-namespace", `${bad},${good}`];
  const { code, stdout, stderr } = await plugin(cluster, both);
  assert.equal(code, 1);
  assert.match(stdout, /^rolebinding\.\S+ created$/m);
  assert.match(stderr, /binds ClusterRole "view" and not ClusterRole "apprepositories-refresh"/);
  assert.match(stderr, new RegExp(`kubectl delete rolebinding apprepositories-refresh -n ${bad}`));
  assert.match(stderr, /^Made before that: .*Run the same command again to complete the grant\.$/m);
  await api.delete(`${rbac}/namespaces/${bad}/rolebindings/apprepositories-refresh`);
  await succeed(cluster, both);
});

Deno.test("grant that ends half-way says what was made, and a rerun completes it", async () => {
  const namespace = await cluster.namespace("half-way");
  using api = cluster.api();
  const secrets = `/api/v1/namespaces/${namespace}/secrets`;
  await api.create(secrets, { metadata: { name: "apprepositories-refresh-token" } });
  const { code, stderr } = await plugin(cluster, ["grant", "-n", namespace]);
  assert.equal(code, 1);
  assert.match(stderr, /^error: Secret "apprepositories-refresh-token" .* is no token of/m);
  assert.match(stderr, /Made before that: serviceaccount\/apprepositories-refresh in namespace/);
  await api.delete(`${secrets}/apprepositories-refresh-token`);
  await succeed(cluster, ["grant", "-n", namespace]);
  assert.ok((await succeed(cluster, ["token", "-n", namespace])).length > 100);
});
