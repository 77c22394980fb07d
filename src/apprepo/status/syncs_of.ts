/** Every sync of one repository that is still to be seen, and its schedules. */

import type { KubeClient } from "../../kube/api/client.ts";
import type { RepositoryKey } from "../app_repository.ts";
import type { MissingRights } from "./missing_rights.ts";
import { byAge, isOf } from "../sync/find_runs.ts";
import { cronJobNames, lastJobNames } from "../sync/job_names.ts";
import { ListedByName } from "../sync/overview/listed_by_name.ts";
import { cronJobs, jobs } from "../sync/resources.ts";
import { type SyncRun, syncRun } from "../sync/run.ts";
import { type SyncSchedule, syncSchedule } from "../sync/schedule.ts";

/**
 * Reads no more of the list of Jobs than it must.
 * @returns the oldest first; undefined where Jobs may not be listed
 * @throws {ApiError} {ConnectionError}
 */
export async function runsOf(
  client: Pick<KubeClient, "list">,
  key: RepositoryKey,
  namespaces: readonly string[],
  rights: MissingRights,
  signal: AbortSignal,
): Promise<SyncRun[] | undefined> {
  const found: SyncRun[] = [];
  for (const namespace of namespaces) {
    const list = new ListedByName(client.list(jobs, { namespace }, { signal }), (job) => {
      const run = syncRun(job);
      return run && isOf(run, key) ? run : undefined;
    });
    const runs = await list.take(key, lastJobNames(key));
    await list.close();
    if (list.missingRight !== undefined) rights.add(list.missingRight);
    if (!runs) return undefined;
    found.push(...runs);
  }
  return found.sort(byAge);
}

/** @throws {ApiError} {ConnectionError} where CronJobs can't be listed */
export async function schedulesOf(
  client: Pick<KubeClient, "list">,
  key: RepositoryKey,
  namespaces: readonly string[],
  signal: AbortSignal,
): Promise<SyncSchedule[]> {
  const found: SyncSchedule[] = [];
  for (const namespace of namespaces) {
    for (const name of cronJobNames(key)) {
      const query = { fieldSelector: `metadata.name=${name}` };
      for await (const object of client.list(cronJobs, { namespace }, { query, signal })) {
        const schedule = syncSchedule(object);
        // Two repositories may have names that make the same one.
        if (schedule && isOf(schedule, key)) found.push(schedule);
      }
    }
  }
  return found;
}
