/** `logs`: finds the sync whose log is wanted, and prints it. */

import {
  appRepositories,
  longestSyncedName,
  type RepositoryKey,
} from "../../../apprepo/app_repository.ts";
import { kubeappsNamespaces } from "../../../apprepo/kubeapps/kubeapps_namespaces.ts";
import { explainNotFound } from "../../../apprepo/not_found.ts";
import { findRuns } from "../../../apprepo/sync/find_runs.ts";
import { hasEnded } from "../../../apprepo/sync/run.ts";
import type { KubeClient } from "../../../kube/api/client.ts";
import { ApiError } from "../../../kube/api/errors.ts";
import { connect } from "../../connect.ts";
import type { CommandContext } from "../../context.ts";
import { withAdvice } from "../../forbidden_advice.ts";
import { showAllRuns } from "./all_runs.ts";
import { parseConfig } from "./config.ts";
import type { LogsValues } from "./flags.ts";
import { LogsError, noRun } from "./logs_error.ts";
import type { LogsTask } from "./logs_task.ts";
import { showRun } from "./show_run.ts";

/** @throws {UsageError} {ConfigError} {ApiError} {ConnectionError} {LogsError} */
export async function runLogs(
  context: CommandContext,
  words: readonly string[],
  values: LogsValues,
): Promise<void> {
  const config = parseConfig(words, values);
  const session = await connect(context, values);
  const { client } = session;
  const repository = { namespace: client.namespace, name: config.name };
  try {
    const { stop } = context;
    const namespaces = await kubeappsNamespaces(client, config.kubeappsNamespace, stop);
    await show({ context, client, config, repository, namespaces });
  } catch (error) {
    const { namespace, name } = repository;
    throw withAdvice(error, `kubectl apprepo logs ${name} -n ${namespace}`);
  }
  session.finish();
}

async function show(task: LogsTask): Promise<void> {
  const { context: { stop }, client, config, repository, namespaces } = task;
  const { job } = config;
  const runs = await findRuns(client, { repository, namespaces, job }, stop);
  const newest = runs.at(-1);
  if (!newest) await checkRepository(client, repository, stop);
  if (config.follow && (!newest || !hasEnded(newest))) {
    const { followNewest } = await import("./follow.ts");
    return await followNewest(task, newest);
  }
  if (!newest) throw noRun(repository, job);
  if (config.runs === "all") return await showAllRuns(task, runs);
  await showRun(task, newest);
}

/**
 * A repository that is not there has no sync, and waiting for one is no use.
 * @throws {ApiError} in kubectl's words, with where else to look
 */
async function checkRepository(
  client: KubeClient,
  key: RepositoryKey,
  signal: AbortSignal,
): Promise<void> {
  try {
    await client.get(appRepositories, key, { signal });
  } catch (error) {
    const explained = await explainNotFound(error, client, key, signal);
    if (!(explained instanceof ApiError)) throw explained;
    // Who may read logs may still not read AppRepositories.
    if (explained.code === 403) return;
    throw explained;
  }
  if (key.name.length > longestSyncedName) {
    throw new LogsError(
      `there is no sync of apprepository.kubeapps.com/${key.name}: its name has over ${longestSyncedName} characters, and Kubeapps never syncs such a repository`,
    );
  }
}
