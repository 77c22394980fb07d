import type { KubeClient } from "../../../kube/api/client.ts";
import type { KubeObject } from "../../../kube/api/resource.ts";
import { deployments } from "../../grant/objects/resources.ts";
import { componentLabel, nameLabel } from "../../kubeapps/labels.ts";
import type { ReceiverSeen } from "../seen.ts";

interface Spec {
  readonly replicas?: number;
  readonly template?: {
    readonly spec?: { readonly containers?: readonly { readonly image?: string }[] };
  };
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
  return {
    namespace: metadata.namespace ?? "",
    name: metadata.name ?? "",
    wanted: replicas,
    ready: readyReplicas,
    images: template?.spec?.containers?.flatMap(({ image }) => image ?? []) ?? [],
  };
}
