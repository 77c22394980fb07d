/** What became of a webhook's last deliveries. */

import { HarborError } from "../../harbor/harbor_error.ts";
import type { HarborProject } from "../../harbor/project.ts";
import type { Execution, Policy, Task } from "../../harbor/shapes.ts";
import { artifactIn } from "./pushed.ts";
import { reasonIn } from "./task_log.ts";

/**
 * `delivered`: somebody answered 2xx. `not-refreshed`: so it was, and the counter stayed where it was.
 * `retrying`: an attempt failed, and another one follows. `lost`: no attempt will ever be made.
 */
export type Result = "delivered" | "not-refreshed" | "failed" | "running" | "retrying" | "lost";

export interface Delivery {
  readonly execution: number;
  /** In ms since the epoch; undefined where Harbor did not tell. */
  readonly at?: number;
  /** Such as `PUSH_ARTIFACT`. */
  readonly event?: string;
  readonly artifact?: string;
  readonly result: Result;
  readonly attempts: number;
  /** Of the last attempt; undefined where it went well, or nobody knows. */
  readonly reason?: string;
}

/** Milliseconds after which an event without an attempt is lost: its job service was away. */
export const lostAfter = 120_000;

/** Of one page, and more than Harbor keeps of a kind. */
const mostExecutions = 100;

/** Of which tasks and logs are asked for. */
const atOnce = 8;

/** As Harbor is shipped: the first included. */
const mostAttempts = 3;

/** Milliseconds from one attempt to the next, at most: 119 s were seen. */
const longestPause = 150_000;

/**
 * The newest first.
 * @param now in ms since the epoch
 * @throws {HarborError}
 */
export async function deliveriesOf(
  project: HarborProject,
  { id = 0, targets }: Policy,
  count: number,
  now: number,
): Promise<Delivery[]> {
  // Each target has its own, and those of Slack's kind are none of ours.
  const most = Math.min(mostExecutions, count * (targets?.length ?? 1));
  const executions = await project.executions(id, { count: most });
  const own = executions.filter(({ vendor_type: type = "WEBHOOK" }) => type === "WEBHOOK");
  const wanted = own.slice(0, count);
  const found: Delivery[] = [];
  for (let at = 0; at < wanted.length; at += atOnce) {
    const some = wanted.slice(at, at + atOnce);
    found.push(...await Promise.all(some.map((one) => deliveryOf(project, id, one, now))));
  }
  return found;
}

async function deliveryOf(
  project: HarborProject,
  policy: number,
  execution: Execution,
  now: number,
): Promise<Delivery> {
  const { id } = execution;
  const about = execution.extra_attrs ?? {};
  const tasks = await ifKept(project.tasks(policy, id), [404]);
  const task = tasks?.at(-1);
  const result = tasks ? resultOf(execution, task, now) : endOf(execution);
  return {
    execution: id,
    at: timeOf(execution.start_time),
    event: about.event_type,
    artifact: artifactIn(about.payload),
    result,
    attempts: task?.run_count ?? 0,
    reason: await reasonOf(project, policy, id, task, result),
  };
}

function resultOf(
  { status, start_time: start }: Execution,
  task: Task | undefined,
  now: number,
): Result {
  const at = timeOf(start) ?? now;
  // An execution that never had a task is called a success after a week.
  if (!task) return now - at > lostAfter || status === "Success" ? "lost" : "running";
  if (status === "Success" || task.status === "Success") return "delivered";
  if (task.status !== "Error" && status !== "Error") {
    return status === "Stopped" ? "failed" : "running";
  }
  // Between two attempts both are as after the last one.
  const isOver = (task.run_count ?? mostAttempts) >= mostAttempts ||
    now - (timeOf(task.end_time) ?? at) > longestPause;
  return isOver ? "failed" : "retrying";
}

/** Of one that Harbor swept while it was read. */
function endOf({ status }: Execution): Result {
  return status === "Success" ? "delivered" : status === "Running" ? "running" : "failed";
}

async function reasonOf(
  project: HarborProject,
  policy: number,
  execution: number,
  task: Task | undefined,
  result: Result,
): Promise<string | undefined> {
  if (result === "lost") return "Harbor's job service was away, and the event is gone";
  if (!task) return result === "failed" ? "Harbor keeps no more of it" : undefined;
  if ((result !== "failed" && result !== "retrying")) return undefined;
  const log = await ifKept(project.log(policy, execution, task.id), [404, 500]);
  return log === undefined ? "Harbor keeps its log no more" : reasonIn(log);
}

/**
 * Harbor sweeps logs after a day, and executions where there are more than fifty.
 * @param codes by which it says so
 */
export async function ifKept<T>(
  asked: Promise<T>,
  codes: readonly number[],
): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof HarborError && codes.includes(error.code ?? 0)) {
      return undefined;
    }
    throw error;
  }
}

/** @returns in ms since the epoch; undefined for none, and for Go's zero time in the year 1 */
export function timeOf(rfc3339: string | undefined): number | undefined {
  const time = Date.parse(rfc3339 ?? "");
  return time > 0 ? time : undefined;
}

export function isBad({ result }: Delivery): boolean {
  return result === "failed" || result === "lost" || result === "not-refreshed";
}
