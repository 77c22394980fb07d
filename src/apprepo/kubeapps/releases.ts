/** Every Kubeapps in a cluster, as its Deployments tell: where, which version, what is global. */

import type { KubeClient } from "../../kube/api/client.ts";
import { ApiError } from "../../kube/api/errors.ts";
import type { KubeObject } from "../../kube/api/resource.ts";
import { deployments } from "../grant/objects/resources.ts";
import { flagValues } from "./flag_values.ts";
import { type SyncController, syncController } from "./sync_controller.ts";
import { components, kubeappsVersion } from "./kubeapps_version.ts";
import { componentLabel, instanceLabel, isOfKubeapps } from "./labels.ts";

export interface Release {
  readonly namespace: string;
  /** Helm's name for it; empty where it was not installed by Helm. */
  readonly instance: string;
  /** Such as `2.12.1`; undefined where no Deployment tells. */
  readonly version?: string;
  /** Whose AppRepositories every namespace sees, by this release: its own among them. */
  readonly globalNamespaces: readonly string[];
  /** What makes sync Jobs; undefined where there is none. */
  readonly controller?: SyncController;
}

/**
 * @param namespace undefined for all
 * @returns undefined where the caller may not look
 * @throws {ApiError} {ConnectionError}
 */
export async function findReleases(
  client: Pick<KubeClient, "list">,
  namespace: string | undefined,
  signal: AbortSignal,
): Promise<Release[] | undefined> {
  // By component alone: the name is whatever the chart's nameOverride made of it.
  const query = { labelSelector: `${componentLabel} in (${components.join(",")})` };
  const releases = new Map<string, KubeObject[]>();
  try {
    for await (const found of client.list(deployments, { namespace }, { query, signal })) {
      if (!isOfKubeapps(found)) continue;
      const key = `${found.metadata.namespace}/${instanceOf(found)}`;
      releases.set(key, [...releases.get(key) ?? [], found]);
    }
  } catch (error) {
    if (error instanceof ApiError && error.code === 403) return undefined;
    throw error;
  }
  return [...releases.values()].map(release);
}

function release(parts: readonly KubeObject[]): Release {
  const [first] = parts;
  const namespace = first?.metadata.namespace ?? "";
  const controllers = parts.filter((part) =>
    part.metadata.labels?.[componentLabel] === "apprepository"
  );
  const named = controllers.flatMap((controller) =>
    ["namespace", "global-repos-namespace"].flatMap((flag) => flagValues(controller, flag))
  );
  return {
    namespace,
    instance: first ? instanceOf(first) : "",
    version: kubeappsVersion(parts),
    globalNamespaces: [...new Set([namespace, ...named])],
    controller: controllers[0] && syncController(controllers[0]),
  };
}

export function instanceOf({ metadata }: KubeObject): string {
  return metadata.labels?.[instanceLabel] ?? "";
}
