/** Makes a webhook in Harbor, or makes it right. */

import { HarborError } from "../../harbor/harbor_error.ts";
import type { HarborProject } from "../../harbor/project.ts";
import type { Policy, Supported, Target } from "../../harbor/shapes.ts";
import { endOf, isCallable, leadsTo } from "./lead.ts";
import { type Change, compare, newPolicy, type WantedPolicy } from "./wanted_policy.ts";

export interface Applied {
  readonly outcome: "created" | "configured" | "unchanged";
  readonly policy: Policy;
  readonly changes: readonly Change[];
  /** Names of others that call the same address: each push then refreshes twice. */
  readonly twins: readonly string[];
}

export interface ApplyOptions {
  /** Whether to write nothing. */
  readonly dryRun: boolean;
  /** Asked before a webhook calls another host: of a cluster that is called the same it may be another's. */
  moving(from: string, to: string): Promise<void>;
  /** Asked before one is made beside others, by their names, that call the same address. */
  doubling(twins: readonly string[]): Promise<void>;
}

/**
 * Reads, changes what differs, sends the whole back: Harbor has no partial update and no version to
 * hold against. What comes out is read again and compared.
 * @throws {HarborError}
 */
export async function applyPolicy(
  project: HarborProject,
  wanted: WantedPolicy,
  options: ApplyOptions,
): Promise<Applied> {
  const supported = await project.supported();
  checkSupported(supported, wanted);
  const there = await project.policyNamed(wanted.name);
  const twins = await twinsOf(project, wanted);
  const applied = there
    ? await configure(project, there, wanted, supported, options)
    : await create(project, wanted, supported, twins, options);
  return { ...applied, twins };
}

type Done = Omit<Applied, "twins">;

async function create(
  project: HarborProject,
  wanted: WantedPolicy,
  supported: Supported,
  twins: readonly string[],
  options: ApplyOptions,
): Promise<Done> {
  const policy = newPolicy(wanted, supported);
  if (options.dryRun) return { outcome: "created", policy, changes: [] };
  if (twins.length > 0) await options.doubling(twins);
  try {
    await project.create(policy);
    return { outcome: "created", policy, changes: [] };
  } catch (error) {
    if (!(error instanceof HarborError) || error.code !== 409) throw error;
    // Somebody else made one of that name meanwhile.
    const there = await project.policyNamed(wanted.name);
    if (!there) throw error;
    return await configure(project, there, wanted, supported, options);
  }
}

async function configure(
  project: HarborProject,
  there: Policy,
  wanted: WantedPolicy,
  supported: Supported,
  options: ApplyOptions,
): Promise<Done> {
  const own = ownTarget(project, there, wanted);
  const seen = compare(there, wanted, supported);
  if (seen.changes.length === 0) return { outcome: "unchanged", policy: there, changes: [] };
  if (options.dryRun) return { outcome: "configured", ...seen };
  const isAsked = await askedToMove(own, wanted, options);
  // While somebody thought about it, somebody else may have changed it.
  const now = isAsked ? await project.policy(there.id!) : there;
  ownTarget(project, now, wanted);
  const { policy, changes } = compare(now, wanted, supported);
  if (changes.length === 0) return { outcome: "unchanged", policy: now, changes };
  await project.update(policy);
  const stored = await readAgain(project, there.id!, wanted);
  const left = compare(stored, wanted, supported).changes;
  if (left.length === 0) return { outcome: "configured", policy: stored, changes };
  throw new HarborError(
    `${called(project, wanted)} is not as it was sent: ${
      left.map(({ field }) => field).join(", ")
    }\nSomebody else changed it at the same time: run this again.`,
  );
}

/** @returns whether somebody was asked */
async function askedToMove(
  { address = "" }: Target,
  { url }: WantedPolicy,
  { moving }: ApplyOptions,
): Promise<boolean> {
  // What can't be called is nobody's.
  if (!isCallable(address)) return false;
  const [from, to] = [new URL(address).origin, new URL(url).origin];
  if (from === to) return false;
  await moving(from, to);
  return true;
}

async function readAgain(
  project: HarborProject,
  id: number,
  wanted: WantedPolicy,
): Promise<Policy> {
  try {
    return await project.policy(id);
  } catch (error) {
    if (!(error instanceof HarborError)) throw error;
    const text = `${called(project, wanted)} was changed, and could not be read again`;
    throw new HarborError(`${text}: ${error.message}`, error.code);
  }
}

function called({ name: project }: HarborProject, { name }: WantedPolicy): string {
  return `webhook "${name}" of project "${project}"`;
}

/** @throws {HarborError} where it has none: it is somebody else's */
function ownTarget(project: HarborProject, policy: Policy, { name, leadsTo: to }: WantedPolicy) {
  const own = policy.targets?.find((target) => leadsTo(target, to));
  if (own) return own;
  throw new HarborError(
    `project "${project.name}" has a webhook "${name}" that leads elsewhere: it is left alone\nChoose another name with --policy.`,
  );
}

/** Harbor's own refusal names no event. */
function checkSupported(
  { event_type: known, payload_formats: formats }: Supported,
  { events, payloadFormat }: WantedPolicy,
): void {
  const unknown = !Array.isArray(known) ? [] : events.filter((event) => !known.includes(event));
  if (unknown.length > 0) {
    throw new HarborError(
      `this Harbor has no event ${unknown.join(", ")}; it has ${known!.join(", ")}`,
    );
  }
  const forHttp = (Array.isArray(formats) ? formats : []).find(({ notify_type: type }) =>
    type === "http"
  )?.formats;
  if (payloadFormat !== "Default" && !forHttp?.includes(payloadFormat)) {
    throw new HarborError(
      `this Harbor has no payload format ${payloadFormat}: it takes Harbor 2.8 or newer`,
    );
  }
}

/** One for pushes and one for deletions are none. */
async function twinsOf(
  project: HarborProject,
  { name, url, events, leadsTo }: WantedPolicy,
): Promise<string[]> {
  const twins: string[] = [];
  for await (const policy of project.policiesWith(endOf(leadsTo))) {
    const isTwin = policy.name !== name && policy.enabled &&
      policy.event_types?.some((event) => events.includes(event)) &&
      policy.targets?.some(({ address }) => address === url);
    if (isTwin) twins.push(policy.name);
  }
  return twins;
}
