/** The repositories that are looked at, each with its syncs, Pods, logs and Secrets. */

import type { KubeClient } from "../../../kube/api/client.ts";
import { ApiError } from "../../../kube/api/errors.ts";
import { appRepositories, type AppRepository, keyOf } from "../../app_repository.ts";
import { createFailure } from "../../sync/create_failure.ts";
import { jobLog } from "../../sync/log/job_log.ts";
import { Overviews } from "../../sync/overview/overviews.ts";
import type { SyncOverview } from "../../sync/overview/sync_overview.ts";
import { time } from "../../sync/run.ts";
import { endOf, type SyncEnd } from "../../sync/sync_end.ts";
import type { MissingRights } from "../../status/missing_rights.ts";
import type { Looked } from "../looked.ts";
import type { RepositorySeen } from "../seen.ts";
import type { KubeappsPods } from "./kubeapps_pods.ts";
import { secretsSeen } from "./secrets.ts";

export interface Scope {
  /** Undefined for all. */
  readonly namespace?: string;
  /** In that namespace; none for all. */
  readonly names: readonly string[];
  readonly labelSelector?: string;
}

/** Logs that are read: of failures these many, of what went well only where few are looked at. */
const mostLogs = 5;

/** @param missing is told what could not be seen of their syncs */
export async function repositoriesSeen(
  client: KubeClient,
  scope: Scope,
  homes: readonly string[],
  pods: Looked<KubeappsPods>,
  missing: MissingRights,
  now: () => number,
  signal: AbortSignal,
): Promise<RepositorySeen[]> {
  const repositories = await found(client, scope, signal);
  const overviews = new Overviews(client, {
    namespaces: homes,
    wants: ({ namespace, name }) =>
      (scope.namespace === undefined || namespace === scope.namespace) &&
      (scope.names.length === 0 || scope.names.includes(name)),
    signal,
  });
  const seen: (Omit<RepositorySeen, "secrets">)[] = [];
  let logs = 0;
  try {
    for (const repository of repositories) {
      const key = keyOf(repository);
      const createdAt = time(repository.metadata.creationTimestamp) ?? now();
      const overview = await overviews.of(key, createdAt, now());
      const wantsLog = overview.result === "failed" ||
        (overview.result === "completed" && repositories.length <= mostLogs);
      const end = wantsLog && logs < mostLogs ? await endSeen(client, overview, signal) : undefined;
      if (end) logs++;
      seen.push({
        key,
        repository,
        overview,
        end,
        ...await podSeen(client, overview, pods, signal),
      });
    }
  } finally {
    await overviews.close();
  }
  for (const right of overviews.missingRights) missing.add(right);
  const secrets = await secretsSeen(client, repositories, scope.namespace, now(), signal);
  return seen.map((one, at) => ({ ...one, secrets: secrets(repositories[at]!) }));
}

async function found(
  client: KubeClient,
  { namespace, names, labelSelector }: Scope,
  signal: AbortSignal,
): Promise<AppRepository[]> {
  if (names.length === 0) {
    const query = { labelSelector };
    const listed = client.list<AppRepository>(appRepositories, { namespace }, { query, signal });
    return await Array.fromAsync(listed);
  }
  const all: AppRepository[] = [];
  for (const name of names) {
    all.push(await client.get<AppRepository>(appRepositories, { namespace, name }, { signal }));
  }
  return all;
}

async function endSeen(
  client: KubeClient,
  { newest }: SyncOverview,
  signal: AbortSignal,
): Promise<SyncEnd | undefined> {
  if (!newest) return undefined;
  try {
    return endOf(newest, await jobLog(client, newest, signal));
  } catch (error) {
    // A kubelet that can't be reached hides the log, and nothing else.
    if (!(error instanceof ApiError)) throw error;
    return undefined;
  }
}

async function podSeen(
  client: KubeClient,
  { newest, result }: SyncOverview,
  pods: Looked<KubeappsPods>,
  signal: AbortSignal,
): Promise<Pick<RepositorySeen, "pod" | "createFailure">> {
  if (!newest || pods.kind === "unseen") return {};
  const pod = pods.value.syncs.get(newest.uid);
  if (pod || result !== "pending") return { pod };
  const failure = await createFailure(client, newest, signal);
  return failure ? { createFailure: `${failure.reason}: ${failure.message ?? ""}` } : {};
}
