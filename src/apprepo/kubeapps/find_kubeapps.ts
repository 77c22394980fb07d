/** Where Kubeapps is, and which namespaces' AppRepositories it shows everywhere. */

import type { KubeClient } from "../../kube/api/client.ts";
import { findReleases, type Release } from "./releases.ts";

export interface Kubeapps {
  /** In which it is installed; several where there are several. */
  readonly namespaces: readonly string[];
  /** Whose AppRepositories every namespace sees. */
  readonly globalNamespaces: readonly string[];
  /** Empty where none was seen, and the above are custom. */
  readonly releases: readonly Release[];
}

/** Where it is by custom. */
export const usualNamespace = "kubeapps";

/** Goes by the Deployments of Kubeapps, by custom where the caller can't see any. */
export async function findKubeapps(
  client: Pick<KubeClient, "list">,
  signal: AbortSignal,
): Promise<Kubeapps> {
  const releases = await findReleases(client, undefined, signal) ??
    await findReleases(client, usualNamespace, signal) ?? [];
  if (releases.length === 0) {
    return { namespaces: [usualNamespace], globalNamespaces: [usualNamespace], releases };
  }
  return {
    namespaces: unique(releases.map(({ namespace }) => namespace)),
    globalNamespaces: unique(releases.flatMap((release) => release.globalNamespaces)),
    releases,
  };
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}
