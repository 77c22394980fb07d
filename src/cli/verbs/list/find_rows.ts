/** The repositories that are to be listed, each with how its syncs stand, as they become known. */

import {
  appRepositories,
  type AppRepository,
  keyOf,
  type RepositoryKey,
} from "../../../apprepo/app_repository.ts";
import { kubeappsNamespaces } from "../../../apprepo/kubeapps/kubeapps_namespaces.ts";
import { explainMissingType, explainNotFound } from "../../../apprepo/not_found.ts";
import { Overviews } from "../../../apprepo/sync/overview/overviews.ts";
import { time } from "../../../apprepo/sync/run.ts";
import type { KubeClient } from "../../../kube/api/client.ts";
import { ApiError } from "../../../kube/api/errors.ts";
import type { CommandContext } from "../../context.ts";
import type { ListConfig } from "./config.ts";
import type { Row } from "./row.ts";

export interface ListTask {
  readonly context: CommandContext;
  readonly client: KubeClient;
  readonly config: ListConfig;
  /** Whether how the syncs stand is shown at all. */
  readonly needsSyncs: boolean;
  /** Told of a name that could not be had, and of rights that are missing. */
  readonly tell: (trouble: unknown) => void;
}

/** @throws {ApiError} {ConnectionError} at the place where a list broke off */
export async function* findRows(task: ListTask): AsyncGenerator<Row> {
  const repositories = found(task);
  if (!task.needsSyncs) {
    for await (const repository of repositories) yield { repository };
    return;
  }
  // Its first page comes while Kubeapps is looked for.
  const first = repositories.next();
  first.catch(() => {});
  const overviews = await openOverviews(task);
  try {
    for (let next = await first; !next.done; next = await repositories.next()) {
      const repository = next.value;
      const { host } = task.context;
      const createdAt = time(repository.metadata.creationTimestamp) ?? host.now();
      const overview = await overviews.of(keyOf(repository), createdAt, host.now());
      const { results } = task.config;
      if (!results || results.has(overview.result)) yield { repository, overview };
    }
    for (const right of overviews.missingRights) task.tell(right);
  } finally {
    await overviews.close();
  }
}

async function openOverviews({ context, client, config }: ListTask): Promise<Overviews> {
  const { stop: signal } = context;
  const namespaces = await kubeappsNamespaces(client, config.kubeappsNamespace, signal);
  const names = new Set(config.names);
  const wants = ({ namespace, name }: RepositoryKey) =>
    config.allNamespaces ||
    (namespace === client.namespace && (names.size === 0 || names.has(name)));
  return new Overviews(client, { namespaces, wants, signal });
}

async function* found(task: ListTask): AsyncGenerator<AppRepository> {
  const { context: { stop: signal }, client, config } = task;
  if (config.names.length > 0) return yield* named(task);
  const { allNamespaces, labelSelector, fieldSelector } = config;
  const scope = allNamespaces ? {} : { namespace: client.namespace };
  const query = { labelSelector, fieldSelector };
  try {
    yield* client.list<AppRepository>(appRepositories, scope, { query, signal });
  } catch (error) {
    throw explainMissingType(error);
  }
}

/** One that can't be had leaves the others to be listed. */
export async function* named(
  { context: { stop: signal }, client, config, tell }: ListTask,
): AsyncGenerator<AppRepository> {
  for (const name of config.names) {
    const key = { namespace: client.namespace, name };
    try {
      yield await client.get<AppRepository>(appRepositories, key, { signal });
    } catch (error) {
      const explained = await explainNotFound(error, client, key, signal);
      if (!(explained instanceof ApiError)) throw explained;
      tell(explained);
    }
  }
}
