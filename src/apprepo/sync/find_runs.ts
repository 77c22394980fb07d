import type { KubeClient } from "../../kube/api/client.ts";
import type { RepositoryKey } from "../app_repository.ts";
import { jobs } from "./resources.ts";
import { hasEnded, type SyncRun, syncRun } from "./run.ts";

export interface WantedRuns {
  readonly repository: RepositoryKey;
  /** Those of every Kubeapps. */
  readonly namespaces: readonly string[];
  /** The name of the only one that is wanted. */
  readonly job?: string;
}

/**
 * The syncs of a repository that are still to be seen, the oldest first.
 * @throws {ApiError} {ConnectionError} where Jobs can't be listed
 */
export async function findRuns(
  client: Pick<KubeClient, "list">,
  { repository, namespaces, job }: WantedRuns,
  signal: AbortSignal,
): Promise<SyncRun[]> {
  const query = jobQuery(job);
  const found: SyncRun[] = [];
  for (const namespace of namespaces) {
    for await (const object of client.list(jobs, { namespace }, { query, signal })) {
      const run = syncRun(object);
      if (run && isOf(run, repository)) found.push(run);
    }
  }
  return found.sort(byAge);
}

/** Jobs can't be selected by label: theirs may be missing. */
export function jobQuery(job: string | undefined): Readonly<Record<string, string>> {
  return job === undefined ? {} : { fieldSelector: `metadata.name=${job}` };
}

export function isOf(
  { repository }: { readonly repository: RepositoryKey },
  { namespace, name }: RepositoryKey,
): boolean {
  return repository.namespace === namespace && repository.name === name;
}

/** Of two of the same second, one that still runs is taken for the later, then one that changed last. */
export function byAge(left: SyncRun, right: SyncRun): number {
  return left.createdAt - right.createdAt ||
    Number(hasEnded(right)) - Number(hasEnded(left)) ||
    Number(left.resourceVersion) - Number(right.resourceVersion);
}
