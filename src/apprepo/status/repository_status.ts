/** All that can be told of one AppRepository and its syncs. */

import type { KubeClient } from "../../kube/api/client.ts";
import { ApiError } from "../../kube/api/errors.ts";
import type { AppRepository } from "../app_repository.ts";
import { findReleases, type Release } from "../kubeapps/releases.ts";
import { type JobLog, jobLog } from "../sync/log/job_log.ts";
import { type SyncOverview, syncOverview } from "../sync/overview/sync_overview.ts";
import { hasEnded, type SyncRun, time } from "../sync/run.ts";
import { endOf, type SyncEnd } from "../sync/sync_end.ts";
import { eventsOf, type StatusEvent } from "./events_of.ts";
import { MissingRights } from "./missing_rights.ts";
import { type NamedSecret, namedSecrets } from "./named_secrets.ts";
import { type Refresher, refreshers } from "./refreshers.ts";
import { runsOf, schedulesOf } from "./syncs_of.ts";

/** What is undefined could not be seen: `missingRights` tells why. */
export interface RepositoryStatus {
  readonly repository: AppRepository;
  readonly secrets: readonly NamedSecret[];
  /** Every Kubeapps that may sync it. */
  readonly releases?: readonly Release[];
  readonly overview: SyncOverview;
  /** The newest first, at most five. */
  readonly runs?: readonly SyncRun[];
  readonly lastSuccess?: SyncEnd;
  /** Only where it is later than the last success. */
  readonly lastFailure?: SyncEnd;
  /** What runs now. */
  readonly current?: CurrentRun;
  readonly events?: readonly StatusEvent[];
  readonly refreshers?: readonly Refresher[];
  /** In sentences. */
  readonly missingRights: readonly string[];
}

export interface CurrentRun {
  readonly run: SyncRun;
  /** The newest of its log. */
  readonly lastLine?: string;
}

export interface StatusQuestion {
  readonly repository: AppRepository;
  /** Where Kubeapps is, if that was said. */
  readonly kubeappsNamespace?: string;
  readonly now: number;
  readonly signal: AbortSignal;
}

const runsShown = 5;
const usualNamespace = "kubeapps";

/** @throws {ApiError} {ConnectionError} for what is no missing right */
export async function repositoryStatus(
  client: KubeClient,
  { repository, kubeappsNamespace, now, signal }: StatusQuestion,
): Promise<RepositoryStatus> {
  const rights = new MissingRights();
  const { namespace = "", name = "", creationTimestamp } = repository.metadata;
  const key = { namespace, name };
  const asides = Promise.all([
    namedSecrets(client, repository, rights, signal),
    rights.look(refreshers(client, key, rights, signal)),
  ]);
  // Their failures are told where they are wanted.
  asides.catch(() => {});
  const releases = await findReleases(client, kubeappsNamespace, signal) ??
    await findReleases(client, usualNamespace, signal);
  if (!releases) rights.add(noReleases(kubeappsNamespace ?? usualNamespace));
  const namespaces = kubeappsNamespace ? [kubeappsNamespace] : homes(releases);
  const [runs, schedules] = await Promise.all([
    runsOf(client, key, namespaces, rights, signal),
    rights.look(schedulesOf(client, key, namespaces, signal)),
  ]);
  const seen = { createdAt: time(creationTimestamp) ?? now, runs, schedules };
  const overview = syncOverview(seen, now);
  const ends = await readEnds(client, runs ?? [], signal);
  const { schedule } = overview;
  const cronJob = typeof schedule === "object" ? schedule : undefined;
  const told = [cronJob, runs?.at(-1), ends.lastFailure?.run].filter((one) => one !== undefined);
  const noted = [{ namespace, uid: repository.metadata.uid ?? "" }, ...told];
  const events = await allEvents(client, noted, rights, signal);
  const [secrets, whoRefreshes] = await asides;
  return {
    repository,
    secrets,
    releases,
    overview,
    runs: runs?.toReversed().slice(0, runsShown),
    ...ends,
    events,
    refreshers: whoRefreshes,
    missingRights: rights.all,
  };
}

function noReleases(namespace: string): string {
  return `You lack the right to list deployments.apps in namespace "${namespace}".`;
}

function homes(releases: readonly Release[] | undefined): string[] {
  const found = [...new Set(releases?.map(({ namespace }) => namespace))];
  return found.length > 0 ? found : [usualNamespace];
}

type Ends = Pick<RepositoryStatus, "lastSuccess" | "lastFailure" | "current">;

async function readEnds(
  client: KubeClient,
  runs: readonly SyncRun[],
  signal: AbortSignal,
): Promise<Ends> {
  const success = runs.findLast(({ phase }) => phase === "completed");
  const failure = runs.findLast(({ phase }) => phase === "failed");
  const isLater = failure && (!success || runs.indexOf(failure) > runs.indexOf(success));
  const newest = runs.at(-1);
  const [lastSuccess, lastFailure, current] = await Promise.all([
    success && endRead(client, success, signal),
    isLater ? endRead(client, failure, signal) : undefined,
    newest && !hasEnded(newest) ? currentRun(client, newest, signal) : undefined,
  ]);
  return { lastSuccess, lastFailure, current };
}

async function endRead(client: KubeClient, run: SyncRun, signal: AbortSignal): Promise<SyncEnd> {
  return endOf(run, await logIfAny(client, run, signal));
}

async function currentRun(
  client: KubeClient,
  run: SyncRun,
  signal: AbortSignal,
): Promise<CurrentRun> {
  const read = await logIfAny(client, run, signal);
  return { run, lastLine: read.kind === "read" ? read.log.lastLines.at(-1) : undefined };
}

/** A kubelet that can't be reached hides the log, and nothing else. */
async function logIfAny(client: KubeClient, run: SyncRun, signal: AbortSignal): Promise<JobLog> {
  try {
    return await jobLog(client, run, signal);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return { kind: "unread", why: error.status.message ?? error.message };
  }
}

interface Noted {
  readonly namespace: string;
  readonly uid: string;
}

/** @returns undefined where they may be read in no namespace */
async function allEvents(
  client: KubeClient,
  objects: readonly Noted[],
  rights: MissingRights,
  signal: AbortSignal,
): Promise<StatusEvent[] | undefined> {
  const byNamespace = Map.groupBy(objects, ({ namespace }) => namespace);
  const found = await Promise.all([...byNamespace].map(([namespace, noted]) => {
    const uids = new Set(noted.map(({ uid }) => uid));
    return rights.look(eventsOf(client, namespace, [...uids], signal));
  }));
  return found.every((events) => events === undefined)
    ? undefined
    : found.flatMap((events) => events ?? []);
}

/** Whether the last sync that ended left the repository as its registry is, as far as can be told. */
export function isHealthy({ lastSuccess, lastFailure }: Ends): boolean {
  return lastFailure === undefined && lastSuccess?.outcome !== "partly-synced";
}
