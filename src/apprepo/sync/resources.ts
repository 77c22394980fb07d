/** The kinds of objects in which a sync can be seen; all are in Kubeapps' namespace. */

import type { Resource } from "../../kube/api/resource.ts";

const batch = { group: "batch", version: "v1", namespaced: true } as const;
const core = { group: "", version: "v1", namespaced: true } as const;

export const jobs: Resource = { ...batch, plural: "jobs", kind: "Job" };
export const cronJobs: Resource = { ...batch, plural: "cronjobs", kind: "CronJob" };
export const pods: Resource = { ...core, plural: "pods", kind: "Pod" };
export const events: Resource = { ...core, plural: "events", kind: "Event" };
