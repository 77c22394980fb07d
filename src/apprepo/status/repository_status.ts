/** All that can be told of one AppRepository and its syncs. */

import type { KubeClient } from "../../kube/api/client.ts";
import {
  appRepositories,
  type AppRepository,
  keyOf,
  type RepositoryKey,
} from "../app_repository.ts";
import { seen } from "../doctor/looked.ts";
import type { RepositorySeen } from "../doctor/seen.ts";
import type { SyncEnd } from "../sync/sync_end.ts";
import { homesOf, rightToSee, visibleReleases } from "../kubeapps/find_kubeapps.ts";
import type { Release } from "../kubeapps/releases.ts";
import { type SyncOverview, syncOverview } from "../sync/overview/sync_overview.ts";
import { type SyncRun, time } from "../sync/run.ts";
import { eventsOf, type StatusEvent } from "./events_of.ts";
import { type Ends, lastRuns, readEnds } from "./last_runs.ts";
import { MissingRights } from "./missing_rights.ts";
import { type NamedSecret, namedSecrets } from "./named_secrets.ts";
import { type HookSender, withHooks } from "./hook_senders.ts";
import { type Refresher, refreshers } from "./refreshers.ts";
import { runsOf, schedulesOf } from "./syncs_of.ts";

/** What is undefined could not be seen: `missingRights` tells why. */
export interface RepositoryStatus extends Ends {
  readonly repository: AppRepository;
  readonly secrets: readonly NamedSecret[];
  /** Every Kubeapps that may sync it. */
  readonly releases?: readonly Release[];
  readonly overview: SyncOverview;
  /** The newest first, at most five. */
  readonly runs?: readonly SyncRun[];
  readonly events?: readonly StatusEvent[];
  readonly refreshers?: readonly (Refresher & { readonly hook?: HookSender })[];
  /** In sentences. */
  readonly missingRights: readonly string[];
}

/** The same as the checks of doctor take it. */
export function asSeen(status: RepositoryStatus): RepositorySeen {
  const { repository, overview, secrets, lastFailure, lastSuccess } = status;
  const isNewest = ({ run }: SyncEnd) => run?.uid === overview.newest?.uid;
  return {
    key: keyOf(repository),
    repository,
    overview,
    end: [lastFailure, lastSuccess].find((end) => end && isNewest(end)),
    secrets: seen(secrets),
  };
}

export interface StatusQuestion {
  readonly key: RepositoryKey;
  /** Where Kubeapps is, if that was said. */
  readonly kubeappsNamespace?: string;
  readonly now: () => number;
  readonly signal: AbortSignal;
}

const runsShown = 5;

/**
 * Asks in two lines, each one thing after the other, over two connections that are opened at the same
 * time. A later one would resume a TLS session, and its first request wait for 40 ms: see
 * docs/performance.md.
 * @throws {ApiError} {ConnectionError} for what is no missing right: with code 404 where there is no
 * such repository
 */
export async function repositoryStatus(
  client: KubeClient,
  { key, kubeappsNamespace, now, signal }: StatusQuestion,
): Promise<RepositoryStatus> {
  const rights = new MissingRights();
  const releases = readReleases(client, kubeappsNamespace, rights, signal);
  const refreshedBy = after(releases, () => rights.look(senders(client, key, rights, signal)));
  const repository = await client.get<AppRepository>(appRepositories, key, { signal });
  const namespaces = kubeappsNamespace ? [kubeappsNamespace] : homesOf(await releases);
  const runs = await runsOf(client, key, namespaces, rights, signal);
  const schedules = await rights.look(schedulesOf(client, key, namespaces, signal));
  const createdAt = time(repository.metadata.creationTimestamp) ?? now();
  const overview = syncOverview({ createdAt, runs, schedules }, now());
  const last = lastRuns(runs ?? []);
  const { schedule } = overview;
  const told = [typeof schedule === "object" ? schedule : undefined, last.newest, last.failure];
  const events = after(
    refreshedBy,
    () =>
      allEvents(client, [noted(repository), ...told.flatMap((one) => one ?? [])], rights, signal),
  );
  const ends = await readEnds(client, last, signal);
  return {
    repository,
    releases: await releases,
    overview,
    runs: runs?.toReversed().slice(0, runsShown),
    ...ends,
    refreshers: await refreshedBy,
    events: await events,
    secrets: await namedSecrets(client, repository, rights, now(), signal),
    missingRights: rights.all,
  };
}

async function senders(
  client: KubeClient,
  key: RepositoryKey,
  rights: MissingRights,
  signal: AbortSignal,
): Promise<RepositoryStatus["refreshers"]> {
  const all = await refreshers(client, key, rights, signal);
  return await withHooks(client, key.namespace, all, signal);
}

/** Its failure, and that of what came before, is told where it is wanted. */
function after<T>(before: Promise<unknown>, begin: () => Promise<T>): Promise<T> {
  const done = before.then(begin);
  done.catch(() => {});
  return done;
}

async function readReleases(
  client: KubeClient,
  namespace: string | undefined,
  rights: MissingRights,
  signal: AbortSignal,
): Promise<readonly Release[] | undefined> {
  const releases = await visibleReleases(client, namespace, signal);
  if (!releases) rights.add(rightToSee(namespace));
  return releases;
}

function noted({ metadata: { namespace = "", uid = "" } }: AppRepository): Noted {
  return { namespace, uid };
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
  let found: StatusEvent[] | undefined;
  for (const [namespace, noted] of Map.groupBy(objects, ({ namespace }) => namespace)) {
    const uids = new Set(noted.map(({ uid }) => uid));
    const events = await rights.look(eventsOf(client, namespace, [...uids], signal));
    if (events) found = [...found ?? [], ...events];
  }
  return found;
}
