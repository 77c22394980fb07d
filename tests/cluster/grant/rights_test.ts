// A granted token refreshes its AppRepository and can do nothing else.

import assert from "node:assert/strict";
import { testCluster } from "../support/cluster.ts";
import { repositoryPath } from "../support/repositories.ts";
import { assertMayGet, attempt, eventually, holder, plugin, succeed } from "./support.ts";

const cluster = await testCluster();

/** kubectl with the token and no other credential. */
async function refreshWith(token: string, args: string[]) {
  const kubeconfig = await cluster.kubeconfigFor({ token: "none" });
  return await plugin(cluster, ["refresh", ...args, "--token", token], { kubeconfig });
}

Deno.test("a granted token refreshes through refresh --token", async () => {
  const namespace = await cluster.namespace("granted");
  await cluster.createRepository(namespace, "bitnami");
  const token = await succeed(cluster, ["grant", "-n", namespace, "--print-token"]);
  const { code, stdout, stderr } = await refreshWith(token, ["bitnami", "-n", namespace]);
  assert.equal(code, 0, stderr);
  assert.equal(stdout, "apprepository.kubeapps.com/bitnami refreshed\n");
  assert.equal(await cluster.resyncRequests(namespace, "bitnami"), 1);
});

Deno.test("a granted token can do nothing but get and update AppRepositories", async () => {
  const [namespace, other] = [await cluster.namespace("only"), await cluster.namespace("other")];
  for (const place of [namespace, other]) await cluster.createRepository(place, "bitnami");
  const token = await succeed(cluster, ["grant", "-n", namespace, "--print-token"]);
  using bearer = holder(cluster, token);
  using admin = cluster.api();
  const [own, theirs] = [repositoryPath(namespace), repositoryPath(other)];
  const repository = await admin.get<Record<string, unknown>>(`${own}/bitnami`);
  const core = `/api/v1/namespaces/${namespace}`;
  const rbac = `/apis/rbac.authorization.k8s.io/v1/namespaces/${namespace}`;
  const tries: Record<string, [method: string, path: string, body?: unknown]> = {
    "list": ["GET", own],
    "list in all namespaces": ["GET", "/apis/kubeapps.com/v1alpha1/apprepositories"],
    "watch": ["GET", `${own}?watch=true`],
    "create": ["POST", own, { ...repository, metadata: { name: "fresh" } }],
    "patch": ["PATCH", `${own}/bitnami`, { spec: { resyncRequests: 1 } }],
    "delete": ["DELETE", `${own}/bitnami`],
    "delete all": ["DELETE", own],
    "the status of one": ["PUT", `${own}/bitnami/status`, repository],
    "get in another namespace": ["GET", `${theirs}/bitnami`],
    "update in another namespace": ["PUT", `${theirs}/bitnami`, repository],
    "Secrets": ["GET", `${core}/secrets`],
    "its own Secret": ["GET", `${core}/secrets/apprepositories-refresh-token`],
    "its ServiceAccount": ["GET", `${core}/serviceaccounts/apprepositories-refresh`],
    "a token for itself": ["POST", `${core}/serviceaccounts/apprepositories-refresh/token`, {}],
    "Pods": ["GET", `${core}/pods`],
    "ConfigMaps": ["GET", `${core}/configmaps`],
    "RoleBindings": ["GET", `${rbac}/rolebindings`],
    "namespaces": ["GET", "/api/v1/namespaces"],
    "the lock": [
      "DELETE",
      `/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies/apprepositories-refresh.${namespace}.apprepositories-refresh`,
    ],
  };
  await assertMayGet(bearer, `${own}/bitnami`);
  for (const [name, [method, path, body]] of Object.entries(tries)) {
    const type = method === "PATCH" ? "application/merge-patch+json" : undefined;
    const { code, text } = await attempt(bearer.request(method, path, body, type));
    assert.equal(code, 403, `${name}: ${text}`);
  }
});

Deno.test("grant NAME reaches these only, and joins them with those of an earlier grant", async () => {
  const namespace = await cluster.namespace("names");
  for (const name of ["one", "two", "three"]) await cluster.createRepository(namespace, name);
  const token = await succeed(cluster, ["grant", "one", "-n", namespace, "--print-token"]);
  using bearer = holder(cluster, token);
  const codes = async () =>
    await Promise.all(
      ["one", "two", "three"].map(async (name) =>
        (await attempt(bearer.get(repositoryPath(namespace, name)))).code
      ),
    );
  await assertMayGet(bearer, repositoryPath(namespace, "one"));
  assert.deepEqual(await codes(), [200, 403, 403]);
  const { stdout, stderr } = await plugin(cluster, ["grant", "two", "-n", namespace]);
  assert.match(stdout, /^role\.rbac\.authorization\.k8s\.io\/\S+ configured$/m);
  assert.doesNotMatch(stderr, /Warning: .* reaches every/);
  assert.ok(await eventually(async () => (await codes()).join() === "200,200,403"));
});

Deno.test("grant NAME refuses a name that is not there, --no-verify does not look", async () => {
  const namespace = await cluster.namespace("verify");
  const refused = await plugin(cluster, ["grant", "nope", "-n", namespace]);
  assert.equal(refused.code, 1);
  assert.match(refused.stderr, /^error: there is no AppRepository "nope" in namespace "verify-/);
  assert.equal(refused.stdout, "");
  await succeed(cluster, ["grant", "nope", "-n", namespace, "--no-verify"]);
});

Deno.test("grant NAME says that an earlier, wider grant stays in force", async () => {
  const namespace = await cluster.namespace("wider");
  await cluster.createRepository(namespace, "one");
  await succeed(cluster, ["grant", "-n", namespace]);
  const { code, stderr } = await plugin(cluster, ["grant", "one", "-n", namespace]);
  assert.equal(code, 0, stderr);
  assert.match(stderr, /Warning: .* reaches every AppRepository .* RoleBinding "apprepositories-/);
});

Deno.test("grant reaches names in several namespaces with one ServiceAccount", async () => {
  const [a, b] = [await cluster.namespace("several"), await cluster.namespace("several")];
  await cluster.createRepository(a, "one");
  await cluster.createRepository(b, "two");
  const token = await succeed(cluster, [
    "grant",
    `${a}/one`,
    `${b}/two`,
    "--serviceaccount",
    `${a}:sender`,
    "--print-token",
  ]);
  using bearer = holder(cluster, token);
  await assertMayGet(bearer, repositoryPath(a, "one"));
  await assertMayGet(bearer, repositoryPath(b, "two"));
});

Deno.test("grant --namespaced makes Roles and no ClusterRole", async () => {
  const namespace = await cluster.namespace("namespaced");
  await cluster.createRepository(namespace, "one");
  const stdout = await succeed(cluster, ["grant", "--namespaced", "-n", namespace]);
  assert.match(
    stdout,
    /^role\.rbac\.authorization\.k8s\.io\/apprepositories-refresh:\S+ created$/m,
  );
  assert.doesNotMatch(stdout, /clusterrole/);
  const token = await succeed(cluster, ["token", "-n", namespace]);
  assert.equal((await refreshWith(token, ["one", "-n", namespace])).code, 0);
});

Deno.test("grant reaches fifty namespaces", async () => {
  const namespaces = await Promise.all(Array.from({ length: 50 }, () => cluster.namespace("many")));
  const home = namespaces[0]!;
  await cluster.createRepository(namespaces[49]!, "bitnami");
  const many = ["-n", home, "--to-namespace", namespaces.join(",")];
  const stdout = await succeed(cluster, ["grant", ...many]);
  assert.equal(stdout.match(/^rolebinding\.\S+ created$/gm)?.length, 50);
  const token = await succeed(cluster, ["token", "-n", home]);
  assert.equal((await refreshWith(token, ["bitnami", "-n", namespaces[49]!])).code, 0);
  const revoked = await succeed(cluster, ["revoke", "-n", home]);
  assert.equal(revoked.match(/^rolebinding\.\S+ "\S+" deleted from /gm)?.length, 50);
});
