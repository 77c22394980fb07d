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
  const releases = await visibleReleases(client, undefined, signal) ?? [];
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

/**
 * Who may not look everywhere may still look where Kubeapps is by custom.
 * @param namespace the only one that is meant; undefined for all
 * @returns undefined where the caller may look in neither: {@link rightToSee} names the right
 */
export async function visibleReleases(
  client: Pick<KubeClient, "list">,
  namespace: string | undefined,
  signal: AbortSignal,
): Promise<Release[] | undefined> {
  return await findReleases(client, namespace, signal) ??
    await findReleases(client, usualNamespace, signal);
}

/** Which right it takes to see releases, in a sentence. */
export function rightToSee(namespace: string = usualNamespace): string {
  return `You lack the right to list deployments.apps in namespace "${namespace}".`;
}

/** Where their Jobs are; by custom, where none was seen. */
export function homesOf(releases: readonly Release[] = []): string[] {
  const found = unique(releases.map(({ namespace }) => namespace));
  return found.length > 0 ? found : [usualNamespace];
}
