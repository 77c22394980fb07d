/** What a Pod needs to reach its own cluster. Source: k8s.io/client-go/rest/config.go, InClusterConfig. */

import type { Host } from "../../host.ts";
import type { Cluster, User } from "./kubeconfig.ts";

const folder = "/var/run/secrets/kubernetes.io/serviceaccount";

export interface InCluster {
  /** The Pod's own, which counts for a kubeconfig that names none too. */
  readonly namespace?: string;
  readonly cluster: Cluster;
  readonly user: User;
}

/** @returns undefined where we don't run in a Pod with a ServiceAccount token */
export async function inClusterEntries(
  host: Pick<Host, "env" | "files">,
): Promise<InCluster | undefined> {
  const address = host.env.get("KUBERNETES_SERVICE_HOST");
  const port = host.env.get("KUBERNETES_SERVICE_PORT");
  const tokenFile = `${folder}/token`;
  if (!address || !port || await host.files.modifiedAt(tokenFile) === undefined) return undefined;
  const server = `https://${address.includes(":") ? `[${address}]` : address}:${port}`;
  return {
    namespace: host.env.get("POD_NAMESPACE") || await ownNamespace(host),
    cluster: { server, certificateAuthority: `${folder}/ca.crt` },
    user: { tokenFile },
  };
}

async function ownNamespace(host: Pick<Host, "files">): Promise<string | undefined> {
  try {
    return (await host.files.readText(`${folder}/namespace`)).trim() || undefined;
  } catch {
    return undefined;
  }
}
