/** `status --watch`: shows what becomes of it until it is as it should be, or until it is stopped. */

import { kubeappsNamespaces } from "../../../apprepo/kubeapps/kubeapps_namespaces.ts";
import { isHealthy } from "../../../apprepo/status/last_runs.ts";
import type { RepositoryStatus } from "../../../apprepo/status/repository_status.ts";
import { FollowedOverviews } from "../../../apprepo/sync/overview/followed_overviews.ts";
import { forwardAbort } from "../../../kube/api/forward_abort.ts";
import { formatDuration } from "../../../output/duration.ts";
import { exitCodes } from "../../exit_codes.ts";
import type { Goal, WatchConfig } from "./config.ts";
import { look, type StatusTask } from "./status_task.ts";
import { openView, type View } from "./view.ts";

/** It did not get there in time. */
class TimedOut extends Error {
  override name = "TimedOut";
}

/** Milliseconds between two looks at what changes without an Event: ages and the log. */
const tick = 2_000;

/**
 * @throws {ApiError} {ConnectionError} where it can't be followed any more
 * @throws {TimedOut}
 * @throws the reason of the stop signal
 */
export async function watchStatus(task: StatusTask, watch: WatchConfig): Promise<void> {
  const { context } = task;
  const over = new AbortController();
  const unlink = forwardAbort(context.stop, over);
  const view = openView(task);
  if (watch.timeout > 0) {
    context.host.sleep(watch.timeout, over.signal)
      .then(() => over.abort(new TimedOut(timedOutText(watch.timeout, view))), () => {});
  }
  try {
    const status = await follow(task, watch.until, view, over.signal);
    if (!isHealthy(status)) context.exitCode = exitCodes.error;
  } finally {
    view.close();
    unlink();
    over.abort(new DOMException("it is over", "AbortError"));
  }
}

async function follow(
  task: StatusTask,
  until: Goal | undefined,
  view: View,
  signal: AbortSignal,
): Promise<RepositoryStatus> {
  const { context: { host }, client, config: { names: [name = ""], kubeappsNamespace } } = task;
  let status = await look(task, name, signal);
  for (const right of status.missingRights) host.stderr.write(`${right}\n`);
  const namespaces = await kubeappsNamespaces(client, kubeappsNamespace, signal);
  const followed = new FollowedOverviews({ client, host, signal, missingRight() {} }, {
    key: { namespace: client.namespace },
    query: { fieldSelector: `metadata.name=${name}` },
    namespaces,
  });
  const changes = followed.changes();
  const nextChange = () => {
    const next = changes.next();
    // It is told where it is waited for, if it still is.
    next.catch(() => {});
    return next;
  };
  let next = nextChange();
  while (true) {
    view.show(status);
    if (until !== undefined && isReached(status, until)) return status;
    const changed = await Promise.race([next, host.sleep(tick, signal).then(() => undefined)]);
    // What has happened by now is seen by the look that follows.
    if (changed) next = nextChange();
    if (changed || view.isLive) status = await look(task, name, signal);
  }
}

function isReached({ overview: { result }, ...status }: RepositoryStatus, goal: Goal): boolean {
  if (result !== "completed" && result !== "failed" && result !== "none") return false;
  return goal === "idle" || (result === "completed" && isHealthy(status));
}

function timedOutText(timeout: number, view: View): string {
  return `timed out after ${formatDuration(timeout)}: ${view.state}`;
}
