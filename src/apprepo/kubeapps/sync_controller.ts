import type { KubeObject } from "../../kube/api/resource.ts";
import { flagValues } from "./flag_values.ts";

/** Kubeapps' apprepository-controller, as its Deployment shows it. */
export interface SyncController {
  /** The Deployment's name. */
  readonly name: string;
  /** How many Pods there should be, and how many are ready. */
  readonly wanted: number;
  readonly ready: number;
  /** When it syncs a repository that names no interval. */
  readonly crontab: string;
}

/** Source: the flag's default in Kubeapps' apprepository-controller. */
const usualCrontab = "*/10 * * * *";

export function syncController(deployment: KubeObject): SyncController {
  const { replicas = 1 } = (deployment.spec ?? {}) as { replicas?: number };
  const { readyReplicas = 0 } = (deployment.status ?? {}) as { readyReplicas?: number };
  const [crontab = usualCrontab] = flagValues(deployment, "crontab");
  return { name: deployment.metadata.name ?? "", wanted: replicas, ready: readyReplicas, crontab };
}
