// A hook of a namespace's own, as `hook create` makes it.

import assert from "node:assert/strict";
import type { ServiceAccount } from "../../cluster/support/identities.ts";
import type { TestCluster } from "../../cluster/support/test_cluster.ts";
import { apprepo } from "./apprepo.ts";
import { hookKey } from "./hooks.ts";

export interface LentHook {
  readonly namespace: string;
  readonly name: string;
  readonly repositories: readonly string[];
}

/** Of GitHub, with the key of all tests, whether its AppRepositories are there or not. */
export async function lendHook(
  cluster: TestCluster,
  receiver: ServiceAccount,
  { namespace, name, repositories }: LentHook,
): Promise<void> {
  const args = [
    ...["hook", "create", name, "-n", namespace, "--from=github", "--key-stdin", "--no-verify"],
    ...[`--repository=${repositories.join(",")}`, "--base-url=https://kubeapps.example.com"],
    `--receiver=${receiver.namespace}:${receiver.name}`,
  ];
  const kubeconfig = cluster.adminKubeconfig;
  const { code, stderr } = await apprepo(args, { kubeconfig, stdin: hookKey });
  assert.equal(code, 0, stderr);
}
