// Whether the API server of this run can have locks: not before Kubernetes 1.30.

import type { TestCluster } from "../support/test_cluster.ts";

/** Goes by discovery, like the program, but by kubectl's. */
export async function canLock(cluster: TestCluster): Promise<boolean> {
  const words = ["api-resources", "--api-group=admissionregistration.k8s.io", "-o", "name"];
  const { stdout } = await cluster.kubectl(words);
  return stdout.includes("validatingadmissionpolicies.");
}

/** Those that are made by `together` may be under way. */
const besideOthers = { sanitizeOps: false, sanitizeResources: false };

/** A test of locks; where there can be none, it is listed as ignored, with the reason. */
export function lockTest(isPossible: boolean, name: string, fn: () => Promise<void>): void {
  const reason = isPossible ? "" : " (this API server can have no lock)";
  Deno.test({ name: name + reason, ignore: !isPossible, ...besideOthers, fn });
}

/** A test of what is true where there can be no lock. */
export function noLockTest(isPossible: boolean, name: string, fn: () => Promise<void>): void {
  const reason = isPossible ? " (this API server can have locks)" : "";
  Deno.test({ name: name + reason, ignore: isPossible, ...besideOthers, fn });
}
