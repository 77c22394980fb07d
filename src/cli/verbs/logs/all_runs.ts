import { jobPods } from "../../../apprepo/sync/log/job_log.ts";
import { whyNoLog } from "../../../apprepo/sync/log/no_log.ts";
import type { PodState } from "../../../apprepo/sync/pod_state.ts";
import type { SyncRun } from "../../../apprepo/sync/run.ts";
import { formatDuration } from "../../../output/duration.ts";
import { LineWriter } from "./line_writer.ts";
import { noLog } from "./logs_error.ts";
import type { LogsTask } from "./logs_task.ts";
import { showPod } from "./show_run.ts";

/**
 * Prints the log of every run that still has one, under headers as tail(1) has them.
 * @param runs the oldest first
 * @throws {LogsError} where none has any, for the newest one's reason
 * @throws {ApiError} {ConnectionError}
 */
export async function showAllRuns(task: LogsTask, runs: readonly SyncRun[]): Promise<void> {
  const { context, client, config } = task;
  const writer = new LineWriter(context, config.timestamps);
  let shown = 0;
  for (const run of runs) {
    const pods = await jobPods(client, run, context.stop);
    const withLog = pods.filter(({ hasLog }) => hasLog);
    if (withLog.length > 0) {
      if (shown++ > 0) writer.print("");
      writer.print(header(run, context.host.now()));
    }
    const said = await showPods(task, writer, withLog);
    const isLast = run === runs.at(-1);
    if (isLast && shown === 0) {
      throw noLog(task.repository, await whyNoLog(client, run, pods.at(-1), said, context.stop));
    }
    if (said !== undefined) writer.say(`${run.job}: ${said}`);
  }
}

async function showPods(
  task: LogsTask,
  writer: LineWriter,
  pods: readonly PodState[],
): Promise<string | undefined> {
  let said: string | undefined;
  for (const pod of pods) said = await showPod(task, writer, pod) ?? said;
  return said;
}

function header({ job, phase, createdAt, startedAt, endedAt }: SyncRun, now: number): string {
  const age = formatDuration(now - (endedAt ?? startedAt ?? createdAt));
  return `==> ${job} (${phase}, ${age} ago) <==`;
}
