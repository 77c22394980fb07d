/** Whether the AppRepositories that a grant names are there. */

import type { KubeClient } from "../../kube/api/client.ts";
import { appRepositories, type RepositoryKey } from "../app_repository.ts";
import { concurrently } from "../refresh/concurrently.ts";
import { explainMissingType } from "../not_found.ts";
import { find } from "./objects/ensure.ts";
import type { Target } from "./request.ts";

const atOnce = 8;

/** @throws {ApiError} where the caller may not look, and {Error} on a cluster without Kubeapps' resource */
export async function missingRepositories(
  client: KubeClient,
  targets: readonly Target[],
  signal: AbortSignal,
): Promise<RepositoryKey[]> {
  const missing: RepositoryKey[] = [];
  try {
    await concurrently(keysOf(targets), atOnce, async (key) => {
      if (!await find(client, appRepositories, { metadata: { ...key } }, signal)) missing.push(key);
    });
  } catch (error) {
    throw explainMissingType(error);
  }
  return missing;
}

async function* keysOf(targets: readonly Target[]): AsyncGenerator<RepositoryKey> {
  for (const { namespace, names = [] } of targets) {
    for (const name of names) yield { namespace, name };
  }
}
