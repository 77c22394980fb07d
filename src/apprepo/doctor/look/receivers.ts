import type { KubeClient } from "../../../kube/api/client.ts";
import type { KubeObject } from "../../../kube/api/resource.ts";
import { deployments } from "../../grant/objects/resources.ts";
import { componentLabel, nameLabel } from "../../kubeapps/labels.ts";
import type { ReceiverSeen } from "../seen.ts";

interface Spec {
  readonly replicas?: number;
  readonly template?: {
    readonly spec?: {
      readonly serviceAccountName?: string;
      readonly containers?: readonly Container[];
    };
  };
}

interface Container {
  readonly image?: string;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
}

export const receiverLabels = `${nameLabel}=kubectl-apprepo,${componentLabel}=receiver`;

/**
 * By the labels that `serve --manifests` gives it.
 * @param namespace undefined for all
 */
export async function receiversSeen(
  client: Pick<KubeClient, "list">,
  namespace: string | undefined,
  signal: AbortSignal,
): Promise<ReceiverSeen[]> {
  const query = { labelSelector: receiverLabels };
  const found: ReceiverSeen[] = [];
  for await (
    const one of client.list(deployments, { namespace }, { query, signal })
  ) {
    found.push(receiver(one));
  }
  return found;
}

function receiver({ metadata, spec, status }: KubeObject): ReceiverSeen {
  const { replicas = 1, template } = (spec ?? {}) as Spec;
  const { readyReplicas = 0 } = (status ?? {}) as { readyReplicas?: number };
  const { namespace = "" } = metadata;
  const { containers = [], serviceAccountName = "default" } = template?.spec ?? {};
  return {
    namespace,
    name: metadata.name ?? "",
    wanted: replicas,
    ready: readyReplicas,
    hooksAs: containers.some(takesHooks) ? { namespace, name: serviceAccountName } : undefined,
    images: containers.flatMap(({ image }) => image ?? []),
  };
}

function takesHooks({ command = [], args = [] }: Container): boolean {
  const last = [...command, ...args].findLast((word) => /^--hooks(=|$)/.test(word));
  return last !== undefined && !/=(false|f|0)$/i.test(last);
}
