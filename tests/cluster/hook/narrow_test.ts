// A hook's account may refresh what its Secret names, whatever came before.

import assert from "node:assert/strict";
import type { Rule } from "../support/rbac.ts";
import { testCluster } from "../support/cluster.ts";
import { plugin, type PluginOptions } from "../grant/support.ts";

const cluster = await testCluster();
const rbac = "rbac.authorization.k8s.io";
const lent = ["--receiver=receivers:kubectl-apprepo", "--base-url=https://kubeapps.example.com"];

/** What docs/rbac.md has for `hook create`, without the lock. */
function documented(ofSecrets: readonly string[]): Rule[] {
  const verbs = ["get", "create", "update"];
  return [
    { apiGroups: ["kubeapps.com"], resources: ["apprepositories"], verbs: ["get", "update"] },
    { apiGroups: [""], resources: ["secrets"], verbs: [...ofSecrets] },
    { apiGroups: [""], resources: ["serviceaccounts"], verbs },
    { apiGroups: [""], resources: ["serviceaccounts/token"], verbs: ["create"] },
    { apiGroups: [rbac], resources: ["roles", "rolebindings"], verbs },
  ];
}

async function caller(namespace: string, rules: Rule[]): Promise<PluginOptions> {
  const user = `caller-${crypto.randomUUID().slice(0, 8)}`;
  await cluster.grantRole(namespace, { user }, rules);
  return { kubeconfig: await cluster.kubeconfigFor({ user, namespace }) };
}

async function scene(): Promise<string> {
  const namespace = await cluster.namespace("hook-narrow");
  for (const name of ["one", "two"]) await cluster.createRepository(namespace, name);
  return namespace;
}

function create(namespace: string, repositories: string, options?: PluginOptions) {
  const words = ["hook", "create", "h", "-n", namespace, "--from=github", ...lent];
  return plugin(cluster, [...words, `--repository=${repositories}`], options);
}

async function reached(namespace: string): Promise<string[] | undefined> {
  using api = cluster.api();
  const path = `/apis/${rbac}/v1/namespaces/${namespace}/roles/apprepo-hook-h:${namespace}`;
  const { rules } = await api.get<{ rules: { resourceNames?: string[] }[] }>(path);
  assert.equal(rules.length, 1);
  return rules[0]!.resourceNames;
}

Deno.test("the documented rights are enough to take a repository out of a hook", async () => {
  const namespace = await scene();
  const options = await caller(namespace, documented(["get", "create", "update"]));
  assert.equal((await create(namespace, "one,two", options)).code, 0);
  assert.deepEqual(await reached(namespace), ["one", "two"]);
  const { code, stderr } = await create(namespace, "two", options);
  assert.equal(code, 0, stderr);
  assert.deepEqual(await reached(namespace), ["two"]);
});

Deno.test("a create that ended half-way leaves the next one no right of its own", async () => {
  const namespace = await scene();
  const options = await caller(namespace, documented(["get"]));
  const { code, stderr } = await create(namespace, "one", options);
  assert.equal(code, 1);
  assert.match(stderr, /cannot create resource "secrets"/);
  assert.deepEqual(await reached(namespace), ["one"]);
  assert.equal((await create(namespace, "two")).code, 0);
  assert.deepEqual(await reached(namespace), ["two"]);
});

Deno.test("a dry run takes nothing out of a hook", async () => {
  const namespace = await scene();
  assert.equal((await create(namespace, "one,two")).code, 0);
  for (const how of ["client", "server"]) {
    const words = ["hook", "create", "h", "-n", namespace, "--from=github", ...lent];
    const dry = await plugin(cluster, [...words, "--repository=two", `--dry-run=${how}`]);
    assert.equal(dry.code, 0, dry.stderr);
    assert.match(dry.stderr, /^role\.\S+\/apprepo-hook-h:\S+ configured \(/m);
    assert.deepEqual(await reached(namespace), ["one", "two"]);
  }
});
