/** What a sync's Pod says of it before its Job does. */

import type { KubeObject } from "../../kube/api/resource.ts";
import type { RepositoryKey } from "../app_repository.ts";
import { labelledRepository, syncContainer } from "./repository_labels.ts";
import { time } from "./run.ts";

export interface PodState {
  readonly repository: RepositoryKey;
  readonly name: string;
  readonly namespace: string;
  /** The Job's UID. */
  readonly job: string;
  /** In ms since the epoch. */
  readonly createdAt: number;
  readonly restarts: number;
  /** Its container runs; false before, between restarts and after the end. */
  readonly isRunning: boolean;
  /** Something has run in it, so that there is a log, unless it was thrown away. */
  readonly hasLog: boolean;
  /** A container that ended before the one that runs: its log is `--previous`. */
  readonly hasPrevious: boolean;
  /** Why it does not go on by itself, or may not. */
  readonly trouble?: PodTrouble;
}

export interface PodTrouble {
  /** As Kubernetes calls it: `ImagePullBackOff`. */
  readonly reason: string;
  readonly message?: string;
}

interface ContainerState {
  readonly waiting?: { readonly reason?: string; readonly message?: string };
  readonly running?: unknown;
  readonly terminated?: { readonly exitCode?: number; readonly reason?: string };
}

interface ContainerStatus {
  readonly name?: string;
  readonly restartCount?: number;
  readonly state?: ContainerState;
  readonly lastState?: ContainerState;
}

interface PodStatus {
  readonly containerStatuses?: readonly ContainerStatus[];
  readonly conditions?: readonly {
    readonly type?: string;
    readonly status?: string;
    readonly reason?: string;
    readonly message?: string;
  }[];
}

/** Waiting for one of these does not pass by itself, or takes its time. */
const troubles = new Set([
  "CrashLoopBackOff",
  "CreateContainerConfigError",
  "CreateContainerError",
  "ErrImageNeverPull",
  "ErrImagePull",
  "ImageInspectError",
  "ImagePullBackOff",
  "InvalidImageName",
  "RegistryUnavailable",
  "RunContainerError",
]);

/** @returns undefined for a Pod that is of no sync Job */
export function podState({ metadata, status }: KubeObject): PodState | undefined {
  const repository = labelledRepository(metadata);
  const owners = metadata.ownerReferences;
  const job = Array.isArray(owners) ? owners.find((owner) => owner?.kind === "Job") : undefined;
  if (!repository || !job) return undefined;
  const { containerStatuses = [], conditions = [] } = (status ?? {}) as PodStatus;
  const container = containerStatuses.find(({ name }) => name === syncContainer);
  const { waiting, running, terminated } = container?.state ?? {};
  const unscheduled = conditions.find(({ type, status, reason }) =>
    type === "PodScheduled" && status === "False" && reason === "Unschedulable"
  );
  return {
    repository,
    name: metadata.name ?? "",
    namespace: metadata.namespace ?? "",
    job: job.uid ?? "",
    createdAt: time(metadata.creationTimestamp) ?? 0,
    restarts: container?.restartCount ?? 0,
    isRunning: running !== undefined,
    hasLog: [running, terminated, container?.lastState?.terminated].some(Boolean),
    hasPrevious: running !== undefined && container?.lastState?.terminated !== undefined,
    trouble: waitingTrouble(waiting) ?? failure(terminated) ??
      (unscheduled && { reason: "Unschedulable", message: unscheduled.message }),
  };
}

function waitingTrouble(waiting: ContainerState["waiting"]): PodTrouble | undefined {
  const { reason = "", message } = waiting ?? {};
  return troubles.has(reason) ? { reason, message } : undefined;
}

function failure(terminated: ContainerState["terminated"]): PodTrouble | undefined {
  const { exitCode = 0, reason = "Error" } = terminated ?? {};
  return exitCode === 0 ? undefined : { reason, message: `exit code ${exitCode}` };
}
