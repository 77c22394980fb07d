import type { KubeObject } from "../../kube/api/resource.ts";
import { flagValues } from "./flag_values.ts";

/** Kubeapps' apprepository-controller, as its Deployment shows it. */
export interface SyncController {
  /** The Deployment's name. */
  readonly name: string;
  /** How many Pods there should be, and how many are ready. */
  readonly wanted: number;
  readonly ready: number;
  /** Where it makes its Jobs, as it is told. */
  readonly namespace?: string;
  /** When repositories without an interval of their own are synced; undefined for its default. */
  readonly crontab?: string;
  /** `key=value`, which it puts on what it makes; then Jobs lack the labels of their repository. */
  readonly customAnnotations: readonly string[];
}

export function syncController(deployment: KubeObject): SyncController {
  const { replicas = 1 } = (deployment.spec ?? {}) as { replicas?: number };
  const { readyReplicas = 0 } = (deployment.status ?? {}) as { readyReplicas?: number };
  return {
    name: deployment.metadata.name ?? "",
    wanted: replicas,
    ready: readyReplicas,
    namespace: flagValues(deployment, "namespace").at(-1),
    crontab: flagValues(deployment, "crontab").at(-1),
    customAnnotations: flagValues(deployment, "custom-annotations"),
  };
}
