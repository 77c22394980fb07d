/** The Pods in Kubeapps' namespaces that have not ended well: its controllers, and syncs. */

import type { KubeClient } from "../../../kube/api/client.ts";
import type { KubeObject } from "../../../kube/api/resource.ts";
import { componentLabel } from "../../kubeapps/labels.ts";
import { type PodState, podState } from "../../sync/pod_state.ts";
import { pods } from "../../sync/resources.ts";
import type { ControllerPod } from "../seen.ts";

export interface KubeappsPods {
  readonly controllers: readonly ControllerPod[];
  /** The newest of each Job, by the Job's UID. */
  readonly syncs: ReadonlyMap<string, PodState>;
}

interface Containers {
  readonly containers?: readonly { readonly image?: string }[];
  readonly containerStatuses?: readonly {
    readonly restartCount?: number;
    readonly state?: { readonly waiting?: { readonly reason?: string } };
  }[];
}

export async function kubeappsPods(
  client: Pick<KubeClient, "list">,
  namespaces: readonly string[],
  signal: AbortSignal,
): Promise<KubeappsPods> {
  const controllers: ControllerPod[] = [];
  const syncs = new Map<string, PodState>();
  // Those of syncs that went well are many.
  const query = { fieldSelector: "status.phase!=Succeeded" };
  for (const namespace of namespaces) {
    for await (const pod of client.list(pods, { namespace }, { query, signal })) {
      if (pod.metadata.labels?.[componentLabel] === "apprepository") {
        controllers.push(controllerPod(pod));
      }
      const state = podState(pod);
      if (state && (syncs.get(state.job)?.createdAt ?? 0) <= state.createdAt) {
        syncs.set(state.job, state);
      }
    }
  }
  return { controllers, syncs };
}

function controllerPod({ metadata, spec, status }: KubeObject): ControllerPod {
  const { containers = [] } = (spec ?? {}) as Containers;
  const { containerStatuses = [] } = (status ?? {}) as Containers;
  return {
    namespace: metadata.namespace ?? "",
    name: metadata.name ?? "",
    images: containers.flatMap(({ image }) => image ?? []),
    restarts: Math.max(0, ...containerStatuses.map(({ restartCount = 0 }) => restartCount)),
    waiting: containerStatuses.flatMap(({ state }) => state?.waiting?.reason ?? [])[0],
  };
}
