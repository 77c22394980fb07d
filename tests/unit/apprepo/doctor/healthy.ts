// A cluster in which nothing is wrong, as doctor sees it.

import { senders } from "../../../../src/apprepo/hook/senders.ts";
import type { Delivery } from "../../../../src/apprepo/harbor/deliveries.ts";
import type { HarborWebhook } from "../../../../src/apprepo/harbor/webhooks.ts";
import type { RegistrySeen, RepositorySeen, Seen } from "../../../../src/apprepo/doctor/seen.ts";
import { seen } from "../../../../src/apprepo/doctor/looked.ts";
import { syncOverview } from "../../../../src/apprepo/sync/overview/sync_overview.ts";
import type { SyncRun } from "../../../../src/apprepo/sync/run.ts";
import type { SyncSchedule } from "../../../../src/apprepo/sync/schedule.ts";
import { endOf, type SyncEnd } from "../../../../src/apprepo/sync/sync_end.ts";

export const now = Date.parse("2026-11-27T00:03:00Z");
export const minutes = (count: number) => count * 60_000;
export const ago = (count: number) => now - minutes(count);

export function run(more: Partial<SyncRun> = {}): SyncRun {
  return {
    repository: { namespace: "team-a", name: "my-repo" },
    job: "apprepo-team-a-sync-my-repo-x7k2p",
    namespace: "kubeapps",
    uid: "job",
    resourceVersion: "1",
    isScheduled: true,
    phase: "completed",
    createdAt: ago(4),
    startedAt: ago(4),
    endedAt: ago(3),
    failedPods: 0,
    ...more,
  };
}

export function schedule(more: Partial<SyncSchedule> = {}): SyncSchedule {
  return {
    repository: { namespace: "team-a", name: "my-repo" },
    cronJob: "apprepo-team-a-sync-my-repo",
    namespace: "kubeapps",
    uid: "cron",
    cron: "*/10 * * * *",
    isSuspended: false,
    createdAt: ago(600),
    lastScheduledAt: ago(4),
    lastSuccessAt: ago(3),
    ...more,
  };
}

export interface RepositoryParts {
  readonly name?: string;
  readonly namespace?: string;
  readonly spec?: Record<string, unknown>;
  readonly metadata?: Record<string, unknown>;
  readonly runs?: readonly SyncRun[];
  readonly schedules?: readonly SyncSchedule[];
  readonly more?: Partial<RepositorySeen>;
}

export function repository(parts: RepositoryParts = {}): RepositorySeen {
  const { name = "my-repo", namespace = "team-a", runs = [run()], schedules = [schedule()] } =
    parts;
  return {
    key: { namespace, name },
    repository: {
      metadata: { namespace, name, creationTimestamp: "2026-11-20T00:00:00Z", ...parts.metadata },
      spec: { type: "helm", url: "https://harbor.example.com/chartrepo/charts", ...parts.spec },
    },
    overview: syncOverview({ createdAt: ago(10_000), runs, schedules }, now),
    secrets: seen([]),
    ...parts.more,
  };
}

/** How a sync ended of which the log says so. */
export function endWith(more: Partial<SyncEnd>): SyncEnd {
  const log = {
    updated: true,
    failedCharts: [],
    chartsWithoutFiles: [],
    failedFiles: 0,
    lastLines: [],
  };
  return { ...endOf(run(), { kind: "read", log }), ...more };
}

export function failedEnd(message: string): SyncEnd {
  const failed = run({ phase: "failed", reason: "BackoffLimitExceeded" });
  return endWith({ outcome: "failed", run: failed, reason: failed.reason, message });
}

const controller = {
  name: "controller",
  wanted: 1,
  ready: 1,
  namespace: "kubeapps",
  customAnnotations: [],
};

export const release = {
  namespace: "kubeapps",
  instance: "kubeapps",
  version: "2.12.1",
  globalNamespaces: ["kubeapps"],
  controller,
};

export const account = {
  account: { namespace: "team-a", name: "apprepositories-refresh" },
  namespaces: ["team-a"],
  reach: "all" as const,
  lock: "right" as const,
  beyond: [],
  tokens: ["apprepositories-refresh-token"],
};

export const controllerPod = {
  namespace: "kubeapps",
  name: "controller-x",
  images: ["ghcr.io/sap/kubeapps/apprepository-controller:3.0.0"],
  restarts: 0,
};

export const receiver = {
  namespace: "kubeapps",
  name: "kubectl-apprepo",
  hooksAs: { namespace: "kubeapps", name: "kubectl-apprepo" },
  wanted: 2,
  ready: 2,
  images: ["registry.example.com/kubectl-apprepo:v0.1.0"],
};

export const hook = {
  namespace: "team-a",
  name: "ghcr",
  lentTo: [receiver.hooksAs],
  granted: { reach: ["my-repo"], isThere: true },
  secret: {
    kind: "whole" as const,
    asked: {
      namespace: "team-a",
      name: "ghcr",
      from: "github" as const,
      proof: senders.github.proof,
      repositories: ["my-repo"],
      only: [],
    },
    lost: [],
  },
};

/** Of the hook: it is locked as any other, and no Secret holds a token of it. */
export const hookAccount = {
  ...account,
  account: { namespace: "team-a", name: "apprepo-hook-ghcr" },
  tokens: [],
};

export const hostCertificate = {
  namespace: "kubeapps",
  secret: "kubeapps-tls",
  hosts: ["kubeapps.example.com"],
  expiresAt: now + minutes(60 * 24 * 60),
};

export const webhook: HarborWebhook = {
  id: 7,
  name: "team-a-my-repo-1a2b3c4d",
  enabled: true,
  events: ["PUSH_ARTIFACT", "DELETE_ARTIFACT"],
  url:
    "https://kubeapps.example.com/api/v1/clusters/default/namespaces/team-a/apprepositories/my-repo/refresh",
  leadsTo: { cluster: "default", namespace: "team-a", name: "my-repo" },
  payloadFormat: "Default",
  skipCertVerify: false,
  isCallable: true,
  token: "current",
  otherTargets: 0,
  deliveries: [delivery()],
};

export function delivery(more: Partial<Delivery> = {}): Delivery {
  return {
    execution: 12,
    at: ago(5),
    event: "PUSH_ARTIFACT",
    artifact: "charts/nginx:1.2.3",
    result: "delivered",
    attempts: 1,
    ...more,
  };
}

export const registry: RegistrySeen = {
  address: "https://harbor.example.com",
  project: "charts",
  words: "--harbor-url https://harbor.example.com --project charts",
  hosts: ["harbor.example.com"],
  cluster: "default",
  baseUrl: "https://kubeapps.example.com",
  webhooks: [webhook],
};

const rules = [{
  apiGroups: ["kubeapps.com"],
  resources: ["apprepositories"],
  verbs: ["get", "update"],
}];

export const healthy: Seen = {
  now,
  namespace: "team-a",
  server: seen({ major: 1, minor: 34, version: "v1.34.1", time: now }),
  resource: seen({ isServed: true, hasCounter: true }),
  program: {
    version: "v0.1.0",
    paths: ["/usr/local/bin/kubectl-apprepo"],
    completer: {
      path: "/usr/local/bin/kubectl_complete-apprepo",
      program: "kubectl-apprepo",
      state: "ours",
    },
  },
  releases: seen([release]),
  controllerPods: seen([controllerPod]),
  repositories: seen([repository()]),
  ownRules: seen(rules),
  accounts: seen([account, hookAccount]),
  outsiders: [{ grantee: { user: "gha:repo:org/charts" }, lock: "right" }],
  receivers: seen([receiver]),
  hooks: seen([hook]),
  strayRights: seen([]),
  asked: seen({ account: account.account, refused: [] }),
  anonymous: seen({ url: "https://kubeapps.example.com/x" }),
  entrance: seen({
    baseUrl: "https://kubeapps.example.com",
    foundIn: "ingress.networking.k8s.io/kubectl-apprepo",
    namespace: "kubeapps",
    receiver: true,
  }),
  harbor: seen({ address: registry.address, isSending: true }),
  registry: seen(registry),
  hostCertificates: seen([hostCertificate]),
  blindSpots: [],
};
