/** Asks the API server, as the token's holder, what the token is good for. */

import type { KubeClient } from "../../../kube/api/client.ts";
import { appRepositories, type AppRepository, type RepositoryKey } from "../../app_repository.ts";
import { isLockRefusal } from "../lock/lock.ts";
import { namesReached, rightsBeyond, type Rule } from "../objects/rules.ts";
import { ownRules } from "../own_rules.ts";

/** What the holder may do in one namespace. */
export interface Reach {
  readonly namespace: string;
  /** The AppRepositories that it may refresh; undefined for all. */
  readonly names?: readonly string[];
  /** Rights that have nothing to do with a refresh, such as `delete pods`. */
  readonly beyond: readonly string[];
}

export async function reachOf(
  asHolder: KubeClient,
  namespace: string,
  signal: AbortSignal,
): Promise<Reach> {
  const all = await ownRules(asHolder, namespace, signal);
  const rules = all.filter((rule) => !isEverybodys(rule));
  return { namespace, names: namesReached(rules), beyond: rightsBeyond(rules) };
}

/** What Kubernetes lets every ServiceAccount do: ask about itself, read certificate authorities. */
function isEverybodys({ resources = [] }: Rule): boolean {
  return resources.every((resource) => /^(selfsubject|clustertrustbundles$)/.test(resource));
}

/**
 * Tries a change that a refresh does not make, in a way that stores nothing.
 * @returns whether the lock refused it
 * @throws {ApiError} where something else did
 */
export async function isLocked(
  asHolder: KubeClient,
  key: RepositoryKey,
  signal: AbortSignal,
): Promise<boolean> {
  const repository = await asHolder.get<AppRepository>(appRepositories, key, { signal });
  const { metadata } = repository;
  const annotations = { ...metadata.annotations, "kubectl-apprepo/lock-check": "true" };
  const changed = { ...repository, metadata: { ...metadata, annotations } };
  try {
    await asHolder.update(appRepositories, changed, { dryRun: "All" }, signal);
    return false;
  } catch (error) {
    if (isLockRefusal(error)) return true;
    throw error;
  }
}
