/** How the syncs of many repositories stand, by one list of Jobs and one of CronJobs. */

import type { KubeClient } from "../../../kube/api/client.ts";
import type { RepositoryKey } from "../../app_repository.ts";
import { cronJobNames, lastJobNames } from "../job_names.ts";
import { cronJobs, jobs } from "../resources.ts";
import { type SyncRun, syncRun } from "../run.ts";
import { type SyncSchedule, syncSchedule } from "../schedule.ts";
import { ListedByName, type OfRepository } from "./listed_by_name.ts";
import { type SyncOverview, syncOverview } from "./sync_overview.ts";

export interface WantedOverviews {
  /** Those of every Kubeapps. */
  readonly namespaces: readonly string[];
  /** What is kept in memory, of all that is listed. */
  readonly wants: (key: RepositoryKey) => boolean;
  readonly signal: AbortSignal;
}

export class Overviews {
  readonly #jobs: readonly ListedByName<SyncRun>[];
  readonly #cronJobs: readonly ListedByName<SyncSchedule>[];

  constructor(client: Pick<KubeClient, "list">, { namespaces, wants, signal }: WantedOverviews) {
    const wanted = <T extends OfRepository>(item: T | undefined) =>
      item && wants(item.repository) ? item : undefined;
    this.#jobs = namespaces.map((namespace) =>
      new ListedByName(
        client.list(jobs, { namespace }, { signal }),
        (job) => wanted(syncRun(job)),
      )
    );
    this.#cronJobs = namespaces.map((namespace) =>
      new ListedByName(
        client.list(cronJobs, { namespace }, { signal }),
        (cronJob) => wanted(syncSchedule(cronJob)),
      )
    );
  }

  /**
   * Each repository once; it is quickest in the order of their names.
   * @param createdAt when the repository was made, in ms since the epoch
   * @throws {ApiError} {ConnectionError} where a list broke off
   */
  async of(key: RepositoryKey, createdAt: number, now: number): Promise<SyncOverview> {
    const runs = await takeAll(this.#jobs, key, lastJobNames(key));
    const schedules = await takeAll(this.#cronJobs, key, cronJobNames(key));
    return syncOverview({ createdAt, runs, schedules }, now);
  }

  /** In sentences, such as `You lack the right to list jobs.batch in namespace "kubeapps".` */
  get missingRights(): string[] {
    return [...this.#jobs, ...this.#cronJobs].flatMap(({ missingRight }) => missingRight ?? []);
  }

  async close(): Promise<void> {
    await Promise.all([...this.#jobs, ...this.#cronJobs].map((list) => list.close()));
  }
}

/** @returns undefined where one of the lists may not be read: what it holds might be the newest */
async function takeAll<T extends OfRepository>(
  lists: readonly ListedByName<T>[],
  key: RepositoryKey,
  ends: readonly string[],
): Promise<T[] | undefined> {
  const taken: T[] = [];
  let isWhole = true;
  for (const list of lists) {
    const items = await list.take(key, ends);
    if (items) taken.push(...items);
    else isWhole = false;
  }
  return isWhole ? taken : undefined;
}
