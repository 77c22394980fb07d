/** `list --watch`: the list, then each repository whose line changes. */

import { kubeappsNamespaces } from "../../../apprepo/kubeapps/kubeapps_namespaces.ts";
import { FollowedOverviews } from "../../../apprepo/sync/overview/followed_overviews.ts";
import type { SyncSchedule } from "../../../apprepo/sync/schedule.ts";
import { type ListTask, named } from "./find_rows.ts";
import type { Row } from "./row.ts";
import type { Sink } from "./sink.ts";

/**
 * Goes on until it is stopped. A repository that is deleted is printed once more, as kubectl does.
 * @throws {ApiError} {ConnectionError} where the repositories can't be listed or followed any more
 * @throws the reason of the stop signal
 */
export async function watchRows(task: ListTask, sink: Sink): Promise<void> {
  const { context: { stop: signal, host }, client, config, tell } = task;
  const { names, results } = config;
  // One that is not there would be waited for without a word.
  if (names.length > 0 && await isEmpty(named(task))) return;
  if (config.sortBy !== undefined) {
    host.stderr.write("warning: --watch requested, --sort-by will be ignored\n");
  }
  const namespaces = await kubeappsNamespaces(client, config.kubeappsNamespace, signal);
  const followed = new FollowedOverviews({ client, host, signal, missingRight: tell }, {
    key: config.allNamespaces ? {} : { namespace: client.namespace },
    query: query(task),
    wants: ({ metadata: { name = "" } }) => names.length === 0 || names.includes(name),
    namespaces,
  });
  /** What was printed of each, without what time alone changes. */
  const shown = new Map<string, string>();
  for await (const changes of followed.changes()) {
    for (const { repository, overview, isGone } of changes) {
      const { metadata: { uid = "" } } = repository;
      const state = stateOf({ repository, overview });
      if (!isGone && shown.get(uid) === state) continue;
      if (isGone) shown.delete(uid);
      else shown.set(uid, state);
      if (!results || results.has(overview.result)) sink.add({ repository, overview });
    }
    sink.flush();
  }
}

async function isEmpty(found: AsyncIterable<unknown>): Promise<boolean> {
  let count = 0;
  for await (const _ of found) count++;
  return count === 0;
}

function query({ config: { names, labelSelector, fieldSelector } }: ListTask) {
  const name = names.length === 1 ? `metadata.name=${names[0]}` : undefined;
  return { labelSelector, fieldSelector: fieldSelector ?? name };
}

/** A line is printed when this changes. */
function stateOf({ repository: { spec }, overview }: Row): string {
  const { result, lastSyncAt, isLongAgo, newest, message, schedule } = overview ?? {};
  const { cron, isSuspended } = typeof schedule === "object" ? schedule : {} as SyncSchedule;
  const sync = [result, lastSyncAt, isLongAgo, newest?.job, message, cron, isSuspended];
  return JSON.stringify([spec?.type, spec?.url, spec?.interval, ...sync]);
}
