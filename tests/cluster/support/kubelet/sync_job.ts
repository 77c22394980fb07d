// A sync's Job as Kubeapps makes it, whose Pod waits for a node.

import { cronJobName } from "../../../../src/apprepo/sync/job_names.ts";
import type { TestCluster } from "../test_cluster.ts";

export interface SyncJob {
  readonly namespace: string;
  readonly job: string;
}

/** @param spec added to the Job's */
export async function createSyncJob(
  cluster: TestCluster,
  kubeapps: string,
  key: { namespace: string; name: string },
  spec: Record<string, unknown> = {},
): Promise<SyncJob> {
  using api = cluster.api();
  const path = `/apis/batch/v1/namespaces/${kubeapps}/jobs`;
  const labels = {
    "apprepositories.kubeapps.com/repo-name": key.name,
    "apprepositories.kubeapps.com/repo-namespace": key.namespace,
  };
  const container = { name: "sync", image: "docker.io/kubeapps/asset-syncer:v2.12.1" };
  const { metadata } = await api.create<{ metadata: { name: string } }>(path, {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { generateName: `${cronJobName(key)}-` },
    spec: {
      ttlSecondsAfterFinished: 3_600,
      template: {
        metadata: { labels },
        // No scheduler looks after it: the test does.
        spec: { restartPolicy: "OnFailure", schedulerName: "by-hand", containers: [container] },
      },
      ...spec,
    },
  });
  return { namespace: kubeapps, job: metadata.name };
}

/** Waits for it, twenty seconds at most. @returns the Pod's name */
export async function podOf(cluster: TestCluster, { namespace, job }: SyncJob): Promise<string> {
  using api = cluster.api();
  const path = `/api/v1/namespaces/${namespace}/pods?labelSelector=job-name=${job}`;
  for (const deadline = Date.now() + 20_000; Date.now() < deadline;) {
    const { items } = await api.get<{ items: { metadata: { name: string } }[] }>(path);
    const [pod] = items;
    if (pod) return pod.metadata.name;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`Job ${job} has no Pod after twenty seconds`);
}
