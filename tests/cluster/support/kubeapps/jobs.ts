// The CronJob and the Jobs that Kubeapps' controller makes for a repository.

import { cronJobName } from "../../../../src/apprepo/sync/job_names.ts";
import type { AppRepository } from "../repositories.ts";

export interface JobOptions {
  readonly customAnnotations: boolean;
  readonly backoffLimit: number;
  /** So that Pods get to the test cluster's node. */
  readonly tolerations: readonly unknown[];
}

interface Metadata {
  readonly name?: string;
  readonly generateName?: string;
}

export function cronJob(
  repository: AppRepository,
  kubeapps: string,
  options: JobOptions,
): { metadata: Metadata & { name: string } } {
  const { interval = "10m" } = repository.spec as { interval?: string };
  const minutes = /^(\d+)m$/.exec(interval)?.[1] ?? "10";
  const { spec } = job(repository, kubeapps, "sync", options, {});
  return {
    ...{ apiVersion: "batch/v1", kind: "CronJob" },
    metadata: { name: cronJobName(repository.metadata), ...shared(repository, kubeapps, options) },
    ...{
      spec: {
        schedule: `*/${minutes} * * * *`,
        concurrencyPolicy: "Replace",
        // Always too late: no test is of a tick, and one in the middle of a test would be a sync more.
        startingDeadlineSeconds: 0,
        jobTemplate: { spec },
      },
    },
  };
}

export function syncJob(repository: AppRepository, kubeapps: string, options: JobOptions): unknown {
  const generateName = `${cronJobName(repository.metadata)}-`;
  const metadata = { generateName, ...shared(repository, kubeapps, options) };
  return job(repository, kubeapps, "sync", options, metadata);
}

export function cleanupJob(
  repository: AppRepository,
  kubeapps: string,
  options: JobOptions,
): unknown {
  const generateName = `${cronJobName(repository.metadata).replace("-sync-", "-cleanup-")}-`;
  return job(repository, kubeapps, "delete", options, { generateName });
}

/** Those of another namespace can't own anything here. */
function shared(
  { metadata: { namespace, name, uid } }: AppRepository,
  kubeapps: string,
  { customAnnotations }: JobOptions,
) {
  const owner = { apiVersion: "kubeapps.com/v1alpha1", kind: "AppRepository", name, uid };
  const owners = [{ ...owner, controller: true, blockOwnerDeletion: true }];
  return {
    ...(customAnnotations ? { annotations: { "team.example.com/cost": "42" } } : {}),
    ...(customAnnotations ? { labels: { "team.example.com/owner": "platform" } } : {}),
    ...(namespace === kubeapps ? { ownerReferences: owners } : {}),
  };
}

function job(
  { metadata, spec }: AppRepository,
  kubeapps: string,
  verb: "sync" | "delete",
  { backoffLimit, tolerations }: JobOptions,
  own: Metadata,
) {
  const { name, namespace, annotations = {} } = metadata;
  const simulated = Object.entries(annotations).filter(([key]) => key.startsWith("sim/"));
  const { activeDeadlineSeconds } = spec as { activeDeadlineSeconds?: number };
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: own,
    spec: {
      backoffLimit,
      activeDeadlineSeconds,
      ttlSecondsAfterFinished: 3_600,
      template: {
        metadata: {
          annotations: Object.fromEntries(simulated),
          labels: {
            "apprepositories.kubeapps.com/repo-name": name,
            "apprepositories.kubeapps.com/repo-namespace": namespace,
          },
        },
        spec: {
          restartPolicy: annotations["sim/outcome"] === "fail" ? "Never" : "OnFailure",
          tolerations,
          containers: [{
            name: verb,
            image: "docker.io/kubeapps/asset-syncer:v2.12.1",
            command: ["/asset-syncer"],
            args: [
              verb,
              "--database-url=kubeapps-postgresql:5432",
              `--global-repos-namespace=${kubeapps}`,
              `--namespace=${namespace}`,
              name,
              spec["url"],
              spec["type"],
            ],
          }],
        },
      },
    },
  };
}
