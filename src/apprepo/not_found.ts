/** What to tell somebody whose AppRepository is not where they look. */

import type { KubeClient } from "../kube/api/client.ts";
import { ApiError, KubeError } from "../kube/api/errors.ts";
import { appRepositories } from "./app_repository.ts";
import type { RepositoryKey } from "./app_repository.ts";

const otherKinds =
  "Kubeapps' package repositories of Flux (helmrepositories.source.toolkit.fluxcd.io) and Carvel (packagerepositories.packaging.carvel.dev) are other resources, which this program does not refresh";

/** A name such as bitnami may be in hundreds of namespaces. */
const mostShown = 5;

/**
 * Looks for the name in the other namespaces that the user may list.
 * @returns advice for the line after kubectl's
 */
export async function adviceWhereNotFound(
  client: KubeClient,
  { namespace, name }: RepositoryKey,
  signal: AbortSignal,
): Promise<string> {
  const elsewhere = await namespacesOf(client, name, signal);
  if (elsewhere.length === 0) return `${otherKinds}.`;
  const places = elsewhere.slice(0, mostShown).map((place) => `"${place}"`);
  const more = elsewhere.length - places.length;
  if (more > 0) places.push(`${more} more`);
  return `It is not in namespace "${namespace}", but in ${places.join(", ")}: add -n ${
    elsewhere[0]
  }.`;
}

async function namespacesOf(
  client: KubeClient,
  name: string,
  signal: AbortSignal,
): Promise<string[]> {
  const found: string[] = [];
  try {
    const query = { fieldSelector: `metadata.name=${name}` };
    for await (const item of client.list(appRepositories, {}, { query, signal })) {
      found.push(item.metadata.namespace ?? "");
    }
  } catch (error) {
    // Many may read their own namespace only; and whatever hinders the advice, what it is about
    // must be said.
    if (!(error instanceof KubeError) && !signal.aborted) throw error;
  }
  return found;
}

/** What {@link explainMissingType} does, and for a repository that is not there, where else to look. */
export async function explainNotFound(
  error: unknown,
  client: KubeClient,
  key: RepositoryKey,
  signal: AbortSignal,
): Promise<unknown> {
  const explained = explainMissingType(error);
  if (explained instanceof ApiError && explained.code === 404) {
    explained.message += `\n${await adviceWhereNotFound(client, key, signal)}`;
  }
  return explained;
}

/** Explains a cluster that does not know the resource type at all; other errors pass unchanged. */
export function explainMissingType(error: unknown): unknown {
  if (!(error instanceof ApiError) || !error.isUnknownType) return error;
  return new Error(
    `the server doesn't have a resource type "${appRepositories.plural}"\nKubeapps' resource definition (apprepositories.kubeapps.com) is not installed on this cluster: is it the one that Kubeapps runs on?`,
    { cause: error },
  );
}
