/** One sync as its Job shows it. */

import type { KubeObject } from "../../kube/api/resource.ts";
import type { RepositoryKey } from "../app_repository.ts";
import { syncedRepository } from "./repository_labels.ts";

/** `waiting`: there is no Pod for it. `SuccessCriteriaMet` and `FailureTarget` are not yet an end. */
export type RunPhase = "waiting" | "running" | "completed" | "failed";

/** Times are in milliseconds since the epoch, as exact as the API server's: to the second. */
export interface SyncRun {
  readonly repository: RepositoryKey;
  /** The Job's name. */
  readonly job: string;
  /** Kubeapps' own. */
  readonly namespace: string;
  readonly uid: string;
  readonly resourceVersion: string;
  /** Made by the CronJob, and not for a change of the repository. */
  readonly isScheduled: boolean;
  readonly phase: RunPhase;
  readonly createdAt: number;
  readonly startedAt?: number;
  readonly endedAt?: number;
  /** How many of its Pods have failed so far. */
  readonly failedPods: number;
  /** Why it failed: `BackoffLimitExceeded`, `DeadlineExceeded`. */
  readonly reason?: string;
  readonly message?: string;
}

interface Condition {
  readonly type?: string;
  readonly status?: string;
  readonly reason?: string;
  readonly message?: string;
  readonly lastTransitionTime?: string;
}

interface JobStatus {
  readonly active?: number;
  readonly failed?: number;
  readonly startTime?: string;
  readonly completionTime?: string;
  readonly conditions?: readonly Condition[];
}

/** @returns undefined for a Job that is no sync of a repository */
export function syncRun(job: KubeObject): SyncRun | undefined {
  const repository = syncedRepository(job);
  if (!repository) return undefined;
  const { metadata } = job;
  const status = (job.status ?? {}) as JobStatus;
  const ended = status.conditions?.find(isEnd);
  const failed = ended?.type === "Failed" ? ended : undefined;
  return {
    repository,
    job: metadata.name ?? "",
    namespace: metadata.namespace ?? "",
    uid: metadata.uid ?? "",
    resourceVersion: metadata.resourceVersion ?? "",
    isScheduled: ownerKinds(job).includes("CronJob"),
    phase: phaseOf(status, ended),
    createdAt: time(metadata.creationTimestamp) ?? 0,
    startedAt: time(status.startTime),
    endedAt: ended && (time(status.completionTime) ?? time(ended.lastTransitionTime)),
    failedPods: status.failed ?? 0,
    reason: failed?.reason,
    message: failed?.message,
  };
}

export function hasEnded({ phase }: SyncRun): boolean {
  return phase === "completed" || phase === "failed";
}

function isEnd({ type, status }: Condition): boolean {
  return status === "True" && (type === "Complete" || type === "Failed");
}

function phaseOf({ active = 0 }: JobStatus, ended: Condition | undefined): RunPhase {
  if (ended) return ended.type === "Failed" ? "failed" : "completed";
  return active > 0 ? "running" : "waiting";
}

function ownerKinds({ metadata }: KubeObject): unknown[] {
  const owners = metadata.ownerReferences;
  return Array.isArray(owners) ? owners.map((owner) => owner?.kind) : [];
}

/** @returns undefined for what is no time of the API server's */
export function time(text: unknown): number | undefined {
  const ms = typeof text === "string" ? Date.parse(text) : NaN;
  return Number.isNaN(ms) ? undefined : ms;
}
