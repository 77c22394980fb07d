/** Takes a webhook out of Harbor. */

import { HarborError } from "../../harbor/harbor_error.ts";
import type { HarborProject } from "../../harbor/project.ts";
import type { Execution, Policy } from "../../harbor/shapes.ts";
import type { Host } from "../../host.ts";
import type { WebhookTarget } from "../webhook/target.ts";
import { isEqual } from "../grant/objects/is_equal.ts";
import { ifKept, lostAfter, timeOf } from "./deliveries.ts";
import { leadsTo } from "./lead.ts";
import { artifactIn } from "./pushed.ts";

export interface Deletion {
  /** Of the webhook. */
  readonly name: string;
  /** It is deleted only if it leads there. */
  readonly leadsTo: WebhookTarget;
  readonly dryRun: boolean;
  /** Milliseconds for which deliveries may be under way; 0 for any time. */
  readonly timeout: number;
  readonly timing: Pick<Host, "now" | "sleep">;
  readonly signal: AbortSignal;
  /** Told again and again of what is waited for. */
  waiting(deliveries: readonly string[]): void;
}

export interface Deleted {
  /** `left`: other targets are in it, so that only this one was taken out. */
  readonly outcome: "deleted" | "left" | "missing";
  /** What it called. */
  readonly address?: string;
}

/** Milliseconds. */
const betweenTries = 2_000;

/**
 * Harbor deletes none with deliveries under way, which may take some minutes: it tries three times.
 * @throws {HarborError} where it leads elsewhere, and naming the deliveries that did not end in time
 */
export async function deletePolicy(project: HarborProject, deletion: Deletion): Promise<Deleted> {
  const policy = await project.policyNamed(deletion.name);
  return policy ? await deleteNow(project, policy, deletion) : { outcome: "missing" };
}

async function deleteNow(
  project: HarborProject,
  policy: Policy,
  deletion: Deletion,
): Promise<Deleted> {
  const { name, leadsTo: target, dryRun } = deletion;
  const targets = policy.targets ?? [];
  const others = targets.filter((one) => !leadsTo(one, target));
  if (others.length === targets.length) {
    throw new HarborError(
      `webhook "${name}" of project "${project.name}" does not lead to AppRepository "${target.name}" in namespace "${target.namespace}": it is left alone`,
    );
  }
  const { address = "" } = targets.find((one) => leadsTo(one, target))!;
  if (others.length > 0) {
    if (!dryRun) await project.update({ ...policy, targets: others });
    return { outcome: "left", address };
  }
  return dryRun
    ? { outcome: "deleted", address }
    : await deleteWhenIdle(project, policy, address, deletion);
}

async function deleteWhenIdle(
  project: HarborProject,
  policy: Policy,
  address: string,
  deletion: Deletion,
): Promise<Deleted> {
  const deleted = { outcome: "deleted", address } as const;
  const { timeout, timing, signal, waiting } = deletion;
  const { id = 0 } = policy;
  const until = timing.now() + (timeout || Infinity);
  while (true) {
    try {
      await project.delete(id);
      return deleted;
    } catch (error) {
      if (!(error instanceof HarborError)) throw error;
      // Somebody else was quicker.
      if (error.code === 404) return deleted;
      if (error.code !== 412) throw error;
      const running = await project.executions(id, { count: 50, running: true });
      await refuseLost(project, id, running, timing.now());
      const deliveries = running.map(deliveryText);
      if (timing.now() + betweenTries > until) throw stillRunning(deliveries, error);
      waiting(deliveries);
    }
    await timing.sleep(betweenTries, signal);
    const now = await project.policy(id).catch(unlessGone);
    // Somebody has added a target meanwhile, or taken ours out.
    if (now && !isEqual(now.targets, policy.targets)) {
      return await deleteNow(project, now, deletion);
    }
  }
}

/** The next try finds that out itself. */
function unlessGone(error: unknown): undefined {
  if (!(error instanceof HarborError) || error.code !== 404) throw error;
}

/**
 * One without a task, whose job service was away, is never sent, and Harbor takes it for running for a
 * week. Source: goharbor/harbor, src/controller/task, FixDanglingStateExecution.
 */
async function refuseLost(
  project: HarborProject,
  policy: number,
  running: readonly Execution[],
  now: number,
): Promise<void> {
  for (const execution of running) {
    const at = timeOf(execution.start_time) ?? now;
    if (now - at <= lostAfter) continue;
    const tasks = await ifKept(project.tasks(policy, execution.id), [404]);
    // One that was swept meanwhile is not under way any more.
    if (tasks === undefined || tasks.length > 0) continue;
    throw new HarborError(
      `a delivery was lost and will never end: ${
        deliveryText(execution)
      }\nHarbor takes it for running for a week, and deletes no webhook meanwhile: disable the webhook in Harbor, and run this again then.`,
      412,
    );
  }
}

function deliveryText({ id, extra_attrs: about }: Execution): string {
  const { event_type: event, payload } = about ?? {};
  return [`execution ${id}`, event, artifactIn(payload)].filter((part) => part).join(" ");
}

function stillRunning(deliveries: readonly string[], cause: HarborError): HarborError {
  const what = deliveries.length > 0 ? deliveries.join(", ") : "some that Harbor does not name";
  return new HarborError(
    `deliveries are still under way: ${what}\nHarbor gives one up after three attempts, within four minutes: run this again then, or give it --timeout.`,
    412,
    { cause },
  );
}
