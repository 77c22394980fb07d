import type { KubeObject } from "../../kube/api/resource.ts";

/** Kubeapps' apprepository-controller, as its Deployment shows it. */
export interface SyncController {
  /** The Deployment's name. */
  readonly name: string;
  /** How many Pods there should be, and how many are ready. */
  readonly wanted: number;
  readonly ready: number;
}

export function syncController(deployment: KubeObject): SyncController {
  const { replicas = 1 } = (deployment.spec ?? {}) as { replicas?: number };
  const { readyReplicas = 0 } = (deployment.status ?? {}) as { readyReplicas?: number };
  return { name: deployment.metadata.name ?? "", wanted: replicas, ready: readyReplicas };
}
