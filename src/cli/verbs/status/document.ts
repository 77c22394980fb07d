/** A repository's status as `-o json` has it: all that the text shows. Times are RFC 3339. */

import { maskSecrets } from "../../../apprepo/sync/log/mask.ts";
import { resultOf } from "../../../apprepo/sync/overview/sync_overview.ts";
import { syncFields } from "../../../apprepo/sync/overview/sync_fields.ts";
import { rfc3339 } from "../../../apprepo/sync/rfc3339.ts";
import type { RepositoryStatus } from "../../../apprepo/status/repository_status.ts";
import type { StatusEvent } from "../../../apprepo/status/events_of.ts";
import type { SyncRun } from "../../../apprepo/sync/run.ts";
import { hintsFor } from "./hints_for.ts";
import type { KubeObject } from "../../../kube/api/resource.ts";
import type { SyncEnd } from "../../../apprepo/sync/sync_end.ts";

/** One document for all: `{"items": […]}`. */
export function statusList(found: readonly RepositoryStatus[], now: number): KubeObject {
  // The printers take any object, and this one is a document of ours.
  return { items: found.map((status) => statusDocument(status, now)) } as unknown as KubeObject;
}

/** What could not be seen is null; `notes` says why. */
function statusDocument(status: RepositoryStatus, now: number): Record<string, unknown> {
  const { repository: { metadata, spec = {} }, overview, releases, current } = status;
  const { url, ...rest } = spec;
  return {
    namespace: metadata.namespace,
    name: metadata.name,
    spec: { ...rest, url: typeof url === "string" ? maskSecrets(url) : url },
    secrets: status.secrets,
    kubeapps: releases ?? null,
    sync: syncFields(overview),
    lastSuccess: end(status.lastSuccess),
    lastFailure: end(status.lastFailure),
    running: current && { ...run(current.run), lastLine: current.lastLine },
    syncs: status.runs?.map(run) ?? null,
    refreshedBy: status.refreshers?.map((one) => ({ ...one, locked: one.locked ?? null })) ?? null,
    events: status.events?.map(event) ?? null,
    hints: hintsFor(status, now),
    notes: status.missingRights,
  };
}

function end(known: SyncEnd | undefined): Record<string, unknown> | undefined {
  if (!known) return undefined;
  const { outcome, reason, message, log, failedCharts, chartsWithoutFiles, note } = known;
  const charts = { failed: failedCharts, withoutFiles: chartsWithoutFiles };
  return { ...known.run && run(known.run), outcome, reason, message, log, charts, note };
}

function run(known: SyncRun): Record<string, unknown> {
  const { job, namespace, isScheduled, createdAt, startedAt, endedAt, failedPods } = known;
  const { reason, message } = known;
  const took = startedAt !== undefined && endedAt !== undefined ? endedAt - startedAt : undefined;
  return {
    job,
    jobNamespace: namespace,
    scheduled: isScheduled,
    result: resultOf(known),
    creationTime: rfc3339(createdAt),
    startTime: rfc3339(startedAt),
    completionTime: rfc3339(endedAt),
    durationMs: took,
    failedPods,
    reason,
    message,
  };
}

function event({ lastSeenAt, ...rest }: StatusEvent): Record<string, unknown> {
  return { ...rest, lastSeenTime: rfc3339(lastSeenAt) };
}
