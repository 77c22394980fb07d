// hook list shows what is lent, whether or not there is a Secret, and says what it could not see.

import assert from "node:assert/strict";
import { testCluster } from "../support/cluster.ts";
import { plugin, succeed } from "../grant/support.ts";

const cluster = await testCluster();
const lent = ["--receiver=receivers:kubectl-apprepo", "--base-url=https://kubeapps.example.com"];

async function scene(): Promise<string> {
  const namespace = await cluster.namespace("hook-list");
  await cluster.createRepository(namespace, "charts");
  await succeed(cluster, ["hook", "create", "charts", "-n", namespace, "--from=github", ...lent]);
  return namespace;
}

Deno.test("what is lent is listed when its Secret is gone, or is somebody else's", async () => {
  const namespace = await scene();
  using api = cluster.api();
  const secrets = `/api/v1/namespaces/${namespace}/secrets`;
  await api.delete(`${secrets}/apprepo-hook-charts`);
  const row =
    /^charts +<broken: there is no Secret apprepo-hook-charts of a hook's type> .* receivers:kubectl-apprepo /m;
  const list = ["hook", "list", "-n", namespace];
  assert.match(await succeed(cluster, list), row);
  await api.create(secrets, { metadata: { name: "apprepo-hook-charts" } });
  assert.match(await succeed(cluster, list), row);
  assert.equal(await succeed(cluster, [...list, "-o=name"]), "hook/charts\n");
  const { items } = JSON.parse(await succeed(cluster, ["hook", "list", "-A", "-o=json"]));
  const own = items.filter((one: { metadata: { namespace: string } }) =>
    one.metadata.namespace === namespace
  );
  assert.deepEqual(own.map(({ lentTo }: { lentTo: unknown }) => lentTo), [[
    { namespace: "receivers", name: "kubectl-apprepo" },
  ]]);
  await succeed(cluster, ["hook", "delete", "charts", "-n", namespace]);
  assert.equal(await succeed(cluster, list), "");
});

Deno.test("who may not list RoleBindings is told what is not shown", async () => {
  const namespace = await scene();
  const user = `caller-${crypto.randomUUID().slice(0, 8)}`;
  await cluster.grantRole(namespace, { user }, [
    { apiGroups: [""], resources: ["secrets"], verbs: ["list"] },
  ]);
  const kubeconfig = await cluster.kubeconfigFor({ user, namespace });
  for (const output of [[], ["-o=json"]]) {
    const { code, stdout, stderr } = await plugin(cluster, ["hook", "list", ...output], {
      kubeconfig,
    });
    assert.equal(code, 0, stderr);
    assert.match(stdout, /charts/);
    assert.equal(
      stderr,
      `You lack the right to list rolebindings in namespace "${namespace}": to whom hooks are lent is not shown, nor what is lent and has no Secret.\n`,
    );
  }
});
