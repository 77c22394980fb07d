import { containerLog } from "../../../apprepo/sync/log/container_log.ts";
import { jobPods } from "../../../apprepo/sync/log/job_log.ts";
import { LogCursor } from "../../../apprepo/sync/log/log_cursor.ts";
import { whyNoLog } from "../../../apprepo/sync/log/no_log.ts";
import type { PodState } from "../../../apprepo/sync/pod_state.ts";
import type { SyncRun } from "../../../apprepo/sync/run.ts";
import { ApiError } from "../../../kube/api/errors.ts";
import { LineWriter } from "./line_writer.ts";
import { noLog } from "./logs_error.ts";
import type { LogsTask } from "./logs_task.ts";

/**
 * Prints what there is of one run's log.
 * @throws {LogsError} where there is none
 * @throws {ApiError} {ConnectionError}
 */
export async function showRun(task: LogsTask, run: SyncRun): Promise<void> {
  const { context, client, config } = task;
  const pods = await jobPods(client, run, context.stop);
  const { pod, previous } = wanted(pods, config.previous);
  const writer = new LineWriter(context, config.timestamps);
  const said = pod?.hasLog ? await showPod(task, writer, pod, previous) : undefined;
  if (!pod?.hasLog || said !== undefined) {
    throw noLog(task.repository, await whyNoLog(client, run, pod, said, context.stop));
  }
  if (pod.restarts > 0 && !config.previous) {
    const times = pod.restarts === 1 ? "once" : `${pod.restarts} times`;
    writer.say(`This sync was restarted ${times}: --previous shows the try before.`);
  }
}

/** @returns what the API server said instead, where it has none */
export async function showPod(
  { context, client, config }: LogsTask,
  writer: LineWriter,
  pod: PodState,
  previous = false,
): Promise<string | undefined> {
  const { tailLines, sinceSeconds } = config;
  const { host, stop: signal } = context;
  const options = { previous, tailLines, sinceSeconds, signal };
  try {
    await writer.writeAll(containerLog({ client, host }, pod, new LogCursor(), options));
  } catch (error) {
    if (!(error instanceof ApiError) || (error.code !== 400 && error.code !== 404)) throw error;
    return error.status.message ?? error.message;
  }
  return undefined;
}

/** A try before the last one may have been a Pod of its own. */
function wanted(pods: readonly PodState[], wantsPrevious: boolean) {
  const pod = pods.at(-1);
  const before = pods.at(-2);
  if (wantsPrevious && pod?.restarts === 0 && before) return { pod: before, previous: false };
  return { pod, previous: wantsPrevious };
}
