// What concerns the whole cluster, on a cluster that no other test suffers from.

import assert from "node:assert/strict";
import { ownCluster } from "../support/own_cluster.ts";
import { repositoryPath } from "../support/repositories.ts";
import type { TestCluster } from "../support/test_cluster.ts";
import { canLock } from "./locks.ts";
import { assertMayGet, attempt, holder, plugin, succeed } from "./support.ts";

const clusterRoles = "/apis/rbac.authorization.k8s.io/v1/clusterroles";
const refreshRule = {
  apiGroups: ["kubeapps.com"],
  resources: ["apprepositories"],
  verbs: ["get", "update"],
};

async function putClusterRole(cluster: TestCluster, name: string, verbs: string[]) {
  using api = cluster.api();
  await attempt(api.delete(`${clusterRoles}/${name}`));
  await api.create(clusterRoles, { metadata: { name }, rules: [{ ...refreshRule, verbs }] });
}

async function putController(cluster: TestCluster, namespace: string, args: string[]) {
  using api = cluster.api();
  const labels = {
    "app.kubernetes.io/name": "kubeapps",
    "app.kubernetes.io/component": "apprepository",
  };
  const template = {
    metadata: { labels },
    spec: { containers: [{ name: "controller", image: "x", args }] },
  };
  await api.create(`/apis/apps/v1/namespaces/${namespace}/deployments`, {
    metadata: { name: "controller", labels },
    spec: { replicas: 0, selector: { matchLabels: labels }, template },
  });
}

Deno.test("grant and what a cluster already has", async (t) => {
  await using cluster = await ownCluster();
  const locks = await canLock(cluster);

  await t.step(
    "grant refuses a ClusterRole that gives too little, --reconcile adds it",
    async () => {
      const namespace = await cluster.namespace("little");
      await putClusterRole(cluster, "apprepositories-refresh", ["get"]);
      const { code, stdout, stderr } = await plugin(cluster, ["grant", "-n", namespace]);
      assert.deepEqual([code, stdout], [1, ""]);
      assert.match(stderr, /gives less than a refresh takes: it lacks update of apprepositories\./);
      const mended = await succeed(cluster, ["grant", "-n", namespace, "--reconcile"]);
      assert.match(mended, /^clusterrole\.\S+\/apprepositories-refresh configured$/m);
      assert.match(
        await succeed(cluster, ["grant", "-n", namespace]),
        /^clusterrole\.\S+\/apprepositories-refresh unchanged$/m,
      );
    },
  );

  await t.step("grant refuses a ClusterRole that gives more, unless it is named", async () => {
    const namespace = await cluster.namespace("much");
    await putClusterRole(cluster, "apprepositories-refresh", ["get", "update", "delete"]);
    const { code, stderr } = await plugin(cluster, ["grant", "-n", namespace]);
    assert.equal(code, 1);
    assert.match(stderr, /more than a refresh takes: delete apprepositories\.kubeapps\.com$/m);
    const named = ["grant", "-n", namespace, "--clusterrole", "apprepositories-refresh"];
    await succeed(cluster, named);
    using api = cluster.api();
    await api.delete(`${clusterRoles}/apprepositories-refresh`);
    const { stderr: missing } = await plugin(cluster, named);
    assert.match(missing, /there is no ClusterRole "apprepositories-refresh"/);
  });

  await t.step("grant uses the chart's ClusterRole, and revoke leaves it", async () => {
    const [kubeapps, namespace] = [await cluster.namespace("ka"), await cluster.namespace("chart")];
    await putController(cluster, kubeapps, []);
    const name = `kubeapps:${kubeapps}:apprepositories-refresh`;
    await putClusterRole(cluster, name, ["get", "update"]);
    await cluster.createRepository(namespace, "bitnami");
    const { stdout: token, stderr } = await plugin(cluster, [
      "grant",
      "-n",
      namespace,
      "--print-token",
    ]);
    assert.match(stderr, new RegExp(`^clusterrole\\.\\S+/${name} unchanged$`, "m"));
    using bearer = holder(cluster, token);
    await assertMayGet(bearer, repositoryPath(namespace, "bitnami"));
    const revoked = await plugin(cluster, ["revoke", "-n", namespace, "--delete-clusterrole"]);
    assert.match(revoked.stderr, new RegExp(`${name} left: grant did not make it`));
    using api = cluster.api();
    await api.delete(`${clusterRoles}/${name}`);
  });

  await t.step("revoke --delete-clusterrole deletes it with its last binding", async () => {
    const [a, b] = [await cluster.namespace("cr-a"), await cluster.namespace("cr-b")];
    for (const namespace of [a, b]) await succeed(cluster, ["grant", "-n", namespace]);
    const first = await plugin(cluster, ["revoke", "-n", a, "--delete-clusterrole"]);
    assert.match(first.stderr, /apprepositories-refresh left: \d other bindings? use/);
    using api = cluster.api();
    const bindings = "/apis/rbac.authorization.k8s.io/v1/rolebindings";
    const { items } = await api.get<{ items: { metadata: { namespace: string; name: string } }[] }>(
      bindings,
    );
    for (const { metadata } of items) {
      if (metadata.name !== "apprepositories-refresh") continue;
      await succeed(cluster, ["revoke", "-n", metadata.namespace]);
    }
    const last = await succeed(cluster, ["revoke", "-n", b, "--delete-clusterrole"]);
    assert.match(last, /^clusterrole\.\S+ "apprepositories-refresh" deleted$/m);
  });

  await t.step("grant and revoke ask first where AppRepositories are global", async () => {
    const [kubeapps, global] = [await cluster.namespace("ka"), await cluster.namespace("global")];
    await putController(cluster, kubeapps, ["--global-repos-namespace", global]);
    for (const namespace of [kubeapps, global]) {
      const { code, stdout, stderr } = await plugin(cluster, ["grant", "-n", namespace]);
      assert.deepEqual([code, stdout], [1, ""]);
      assert.match(stderr, /^error: The AppRepositories in namespace "\S+" are global/);
      assert.match(stderr, /add --yes/);
      const meaning = locks ? /makes Kubeapps sync what/ : /can change what all users of Kubeapps/;
      assert.match(stderr, meaning);
      await succeed(cluster, ["grant", "-n", namespace, "--yes"]);
      assert.equal((await plugin(cluster, ["revoke", "-n", namespace])).code, 1);
      await succeed(cluster, ["revoke", "-n", namespace, "--yes"]);
    }
  });

  const reason = locks ? "" : " (this API server can have no lock)";
  const lockOnly = { name: `the lock keeps resyncRequests a number where no schema does${reason}` };
  await t.step({
    ...lockOnly,
    ignore: !locks,
    fn: async () => {
      const namespace = await cluster.namespace("schema");
      using api = cluster.api();
      const path =
        "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/apprepositories.kubeapps.com";
      const crd = await api.get<{ spec: { versions: { schema: unknown }[] } }>(path);
      const anything = { type: "object", "x-kubernetes-preserve-unknown-fields": true };
      crd.spec.versions[0]!.schema = { openAPIV3Schema: anything };
      await api.replace(path, crd);
      await cluster.createRepository(namespace, "bitnami");
      const token = await succeed(cluster, ["grant", "-n", namespace, "--print-token"]);
      using bearer = holder(cluster, token);
      const own = repositoryPath(namespace, "bitnami");
      await assertMayGet(bearer, own);
      for (const value of ["4", { a: 1 }, 1.5, -1, null, true, 1_001]) {
        const repository = await bearer.get<{ spec: Record<string, unknown> }>(own);
        repository.spec["resyncRequests"] = value;
        const { code, text } = await attempt(bearer.replace(`${own}?dryRun=All`, repository));
        assert.equal(code, 403, JSON.stringify(value));
        assert.match(text, /resyncRequests must be a whole number/);
      }
      assert.equal((await plugin(cluster, ["refresh", "bitnami", "-n", namespace])).code, 0);
    },
  });
});

Deno.test("grant warns where the API server knows no such policies", async () => {
  await using cluster = await ownCluster();
  const namespace = await cluster.namespace("old");
  using api = cluster.api();
  await using proxy = oldApiServer(async (method, path, body, contentType) =>
    await api.request(method, path, body, contentType)
  );
  const { code, stdout, stderr } = await plugin(cluster, ["grant", "-n", namespace], {
    kubeconfig: await proxy.kubeconfig(cluster),
  });
  assert.equal(code, 0, stderr);
  assert.doesNotMatch(stdout, /validatingadmission/);
  assert.match(stderr, /Warning: .*has no ValidatingAdmissionPolicies .*Kubernetes 1\.30/);
  assert.match(stderr, /can change the AppRepositories' URL/);
  assert.doesNotMatch(stderr, /Unless an admin|An admin can/);
});

type Forward = (m: string, path: string, body: unknown, type?: string) => Promise<unknown>;

/** Hands requests on, but answers as an API server before 1.30 does about the policies. */
function oldApiServer(forward: Forward) {
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, async (request) => {
    const { pathname, search } = new URL(request.url);
    if (/validatingadmission|admissionregistration.*beta/.test(pathname)) {
      return new Response("404 page not found\n", { status: 404 });
    }
    if (pathname === "/apis/admissionregistration.k8s.io/v1") {
      const groupVersion = "admissionregistration.k8s.io/v1";
      return Response.json({ kind: "APIResourceList", groupVersion, resources: [] });
    }
    const text = await request.text();
    const type = request.headers.get("content-type") ?? undefined;
    try {
      const body = text === "" ? undefined : JSON.parse(text);
      return Response.json(await forward(request.method, pathname + search, body, type));
    } catch (error) {
      const { code, message } = error as { code: number; message: string };
      return new Response(message.slice(message.indexOf("{")), {
        status: code,
        headers: { "content-type": "application/json" },
      });
    }
  });
  return {
    async kubeconfig({ folder }: TestCluster): Promise<string> {
      const path = `${folder}/old.kubeconfig`;
      const cluster = { server: `http://127.0.0.1:${server.addr.port}` };
      const text = JSON.stringify({
        apiVersion: "v1",
        kind: "Config",
        clusters: [{ name: "old", cluster }],
        contexts: [{ name: "old", context: { cluster: "old" } }],
        "current-context": "old",
      });
      await Deno.writeTextFile(path, text);
      return path;
    },
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}
