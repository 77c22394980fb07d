// A hook's objects as they are in a cluster, made by the API: all that `hook create` makes but the
// lock, which `grant` makes.

import assert from "node:assert/strict";
import { role, roleBinding } from "../../../src/apprepo/grant/objects/manifests.ts";
import { marks } from "../../../src/apprepo/grant/objects/marks.ts";
import { lendingRules } from "../../../src/apprepo/hook/lending.ts";
import { hookObjectName } from "../../../src/apprepo/hook/hook.ts";
import { hookSecret } from "../../../src/apprepo/hook/hook_secret.ts";
import type { ServiceAccount } from "../../cluster/support/identities.ts";
import type { TestCluster } from "../../cluster/support/test_cluster.ts";
import { apprepo } from "./apprepo.ts";
import { aHook, type HookWish } from "./hooks.ts";

const rbac = "rbac.authorization.k8s.io";

export async function lendHook(
  cluster: TestCluster,
  receiver: ServiceAccount,
  wish: HookWish,
): Promise<void> {
  const hook = aHook(wish);
  const { namespace, repositories: [first] } = hook;
  const name = hookObjectName(hook.name);
  const account = { namespace, name };
  const args = ["grant", first!, "-n", namespace, "--serviceaccount", name, "--token-type=none"];
  const { code, stderr } = await apprepo(args, { kubeconfig: cluster.adminKubeconfig });
  assert.equal(code, 0, stderr);
  const metadata = { name, namespace, labels: { ...marks } };
  const ofRole = { ...role(account, namespace), metadata, rules: lendingRules(name) };
  const subjects = [{ kind: "ServiceAccount", ...receiver }];
  const roleRef = { apiGroup: rbac, kind: "Role", name };
  const ofBinding = { ...roleBinding(account, namespace, "role"), metadata, roleRef, subjects };
  using api = cluster.api();
  await api.create(`/api/v1/namespaces/${namespace}/secrets`, hookSecret(hook));
  await api.create(`/apis/${rbac}/v1/namespaces/${namespace}/roles`, ofRole);
  await api.create(`/apis/${rbac}/v1/namespaces/${namespace}/rolebindings`, ofBinding);
}
