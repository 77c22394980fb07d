// A quota that keeps Pods away.

import assert from "node:assert/strict";
import type { TestCluster } from "./test_cluster.ts";

/** Until the quota's controller has counted, Pods are refused with other words: it is waited for. */
export async function allowNoPods(cluster: TestCluster, namespace: string): Promise<void> {
  const at = ["-n", namespace];
  const made = await cluster.kubectl(["create", "quota", "none", "--hard=pods=0", ...at]);
  assert.equal(made.code, 0, made.stderr);
  const counted = "--for=jsonpath={.status.hard.pods}=0";
  const { code, stderr } = await cluster.kubectl(
    ["wait", "quota/none", counted, "--timeout=60s", ...at],
  );
  assert.equal(code, 0, stderr);
}
