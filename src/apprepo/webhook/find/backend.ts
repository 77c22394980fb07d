/** The Services that may answer a webhook: Kubeapps' frontend and our receiver, known by labels. */

import type { KubeClient } from "../../../kube/api/client.ts";
import { componentLabel, isOfKubeapps, nameLabel } from "../../kubeapps/labels.ts";
import { type Service, services } from "./resources.ts";

export interface Backend {
  readonly kind: "kubeapps" | "receiver";
  readonly namespace: string;
  readonly name: string;
  readonly service: Service;
}

/**
 * @throws {ApiError} where the caller may not list Services over all namespaces
 */
export async function findBackends(
  client: Pick<KubeClient, "list">,
  signal: AbortSignal,
): Promise<Backend[]> {
  // By component alone: Kubeapps' name is whatever its chart's nameOverride made of it.
  const labelSelector = `${componentLabel} in (frontend,receiver)`;
  const found: Backend[] = [];
  for await (
    const service of client.list<Service>(services, {}, { query: { labelSelector }, signal })
  ) {
    const kind = kindOf(service);
    const { namespace = "", name = "" } = service.metadata;
    if (kind) found.push({ kind, namespace, name, service });
  }
  return found;
}

function kindOf(service: Service): Backend["kind"] | undefined {
  const { metadata, spec } = service;
  const { [nameLabel]: name, [componentLabel]: component } = metadata.labels ?? {};
  if (name === "kubectl-apprepo" && component === "receiver") return "receiver";
  if (component !== "frontend" || !isOfKubeapps(service)) return undefined;
  // The chart gives pinniped-proxy's Service the frontend's labels.
  const ports = spec?.ports ?? [];
  return ports.length > 0 && ports.every((port) => port.name === "pinniped-proxy")
    ? undefined
    : "kubeapps";
}
