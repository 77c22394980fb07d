/** Refreshes all that was asked for, some at a time. */

import { concurrently } from "../../../apprepo/refresh/concurrently.ts";
import { adviceWhereNotFound, explainMissingType } from "../../../apprepo/not_found.ts";
import type { RepositoryKey } from "../../../apprepo/app_repository.ts";
import { OutcomeUnknown, refresh } from "../../../apprepo/refresh/refresh.ts";
import type { Refreshed } from "../../../apprepo/refresh/refresh.ts";
import { Silence } from "../../../apprepo/refresh/silence.ts";
import { ClosedOutputError } from "../../../host.ts";
import type { KubeClient } from "../../../kube/api/client.ts";
import { ApiError } from "../../../kube/api/errors.ts";
import { type CommandContext, Interrupted } from "../../context.ts";
import type { RefreshConfig } from "./config.ts";
import type { RefreshReport } from "./report.ts";
import type { Target } from "./targets.ts";

/** Who follows what was refreshed. */
export interface Follower {
  /** Nothing more should be refreshed. */
  readonly hasEnded: boolean;
  /** Which Jobs of the repository are there, by UID. */
  before(key: RepositoryKey): ReadonlySet<string>;
  add(key: RepositoryKey, refreshed: Refreshed, before: ReadonlySet<string>): void;
}

/** Tells the report what became of each; what stops all before the first is thrown. */
export async function refreshAll(
  context: CommandContext,
  client: KubeClient,
  targets: AsyncIterable<Target>,
  report: RefreshReport,
  { dryRun, fieldManager, concurrency }: RefreshConfig,
  follower?: Follower,
): Promise<void> {
  const { host, stop, cut } = context;
  const options = { dryRun, fieldManager, stop, cut };
  const explain = explainer(client, stop);
  const silence = new Silence(host);
  async function work({ key, known }: Target): Promise<void> {
    try {
      stop.throwIfAborted();
      if (follower?.hasEnded) return report.leftOut(key);
      silence.check();
      const before = follower?.before(key);
      const refreshed = await refresh(client, key, options, host, known);
      silence.end();
      report.refreshed(key, refreshed);
      if (before) follower?.add(key, refreshed, before);
    } catch (error) {
      const isUnknown = error instanceof OutcomeUnknown;
      const reason = isUnknown ? error.reason : error;
      if (reason instanceof Interrupted) return report.interrupted(key, isUnknown);
      if (reason instanceof ClosedOutputError) throw reason;
      silence.note(reason);
      report.failed(key, await explain(key, reason), isUnknown);
    }
  }
  try {
    await concurrently(targets, concurrency, work);
  } catch (error) {
    if (error instanceof ClosedOutputError || report.isEmpty) throw error;
    report.brokeOff(error);
  }
}

/** Adds advice to errors that have some; what holds for all of them is said once. */
function explainer(client: KubeClient, stop: AbortSignal) {
  const said = new Set<string>();
  return async function explain(key: RepositoryKey, error: unknown): Promise<unknown> {
    const explained = explainMissingType(error);
    if (!(explained instanceof ApiError) || explained.code !== 404) return explained;
    const advice = await adviceWhereNotFound(client, key, stop);
    if (said.has(advice)) return explained;
    said.add(advice);
    explained.message += `\n${advice}`;
    return explained;
  };
}
