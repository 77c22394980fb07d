/** Asks Kubeapps to sync one AppRepository now, by raising `spec.resyncRequests`. */

import type { KubeClient, Query } from "../kube/client.ts";
import { ApiError, ConnectionError } from "../kube/errors.ts";
import { backoff } from "../kube/retry.ts";
import { appRepositories, type AppRepository, raised } from "./app_repository.ts";

export interface RepositoryKey {
  readonly namespace: string;
  readonly name: string;
}

export interface RefreshOptions {
  readonly dryRun: "none" | "client" | "server";
  readonly fieldManager: string;
  /** Ends everything that has no effect yet: reads, pauses, writes not begun. */
  readonly stop: AbortSignal;
  /** Cuts off a write that was begun. */
  readonly cut: AbortSignal;
}

/** What it takes of a client. */
export type RepositoryApi = Pick<KubeClient, "get" | "update">;

/** A client that reads and replaces objects; how it says who it is, is its own affair. */
export type RepositoryClient = Pick<KubeClient, "get" | "update">;

/** The clock and the chance that the pauses between attempts need. */
export interface Timing {
  now(): number;
  random(): number;
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export interface Refreshed {
  /** As the API server stored it, or would have. */
  readonly repository: AppRepository;
  /** An answer was lost on the way and the counter was raised again: there may be one sync too many. */
  readonly raisedAgain: boolean;
}

/** Milliseconds for which a write that meets conflicts or lost answers is tried again. */
const deadline = 60_000;
const attemptsOnServerError = 5;
const longestPauseOnConflict = 400;

/**
 * GET, then PUT with the resourceVersion, so that `get` and `update` are all the rights it takes and
 * raises of others at the same time are all counted. A PUT whose answer got lost may have been done
 * or not; nobody can tell, so it is raised again: never lost, at worst one sync too many.
 *
 * @param known the object as just listed; spares the GET
 * @throws {ApiError} {ConnectionError} {RangeError} the last reason why it can't be done
 */
export async function refresh(
  client: RepositoryApi,
  key: RepositoryKey,
  options: RefreshOptions,
  timing: Timing,
  known?: AppRepository,
): Promise<Refreshed> {
  const until = timing.now() + deadline;
  let current = known ?? await read(client, key, options);
  let raisedAgain = false;
  for (let attempt = 1;; attempt++) {
    const next = raised(current);
    if (options.dryRun === "client") return { repository: next, raisedAgain };
    try {
      return { repository: await write(client, next, options), raisedAgain };
    } catch (error) {
      if (isAcknowledged(error)) {
        return { repository: await read(client, key, options), raisedAgain };
      }
      if (timing.now() >= until || !mayPass(error, attempt)) throw error;
      const conflict = error instanceof ApiError && error.code === 409;
      const longest = conflict ? longestPauseOnConflict : undefined;
      await timing.sleep(
        conflict && attempt === 1 ? 0 : backoff(attempt, timing.random(), longest),
        options.stop,
      );
      const before = current;
      current = await read(client, key, options);
      const changed = before.metadata.resourceVersion !== current.metadata.resourceVersion;
      if (!conflict && changed) raisedAgain = true;
    }
  }
}

function read(
  client: RepositoryApi,
  key: RepositoryKey,
  { stop }: RefreshOptions,
): Promise<AppRepository> {
  return client.get<AppRepository>(appRepositories, key, { signal: stop });
}

function write(
  client: RepositoryApi,
  repository: AppRepository,
  { dryRun, fieldManager, stop, cut }: RefreshOptions,
): Promise<AppRepository> {
  stop.throwIfAborted();
  const query: Query = { fieldManager, dryRun: dryRun === "server" ? "All" : undefined };
  return client.update(appRepositories, repository, query, cut);
}

/** The PUT was done, though its body did not arrive whole. */
function isAcknowledged(error: unknown): boolean {
  return error instanceof ConnectionError && error.details.acknowledged !== undefined;
}

function mayPass(error: unknown, attempt: number): boolean {
  if (error instanceof ApiError) {
    return error.code === 409 || (error.code >= 500 && attempt < attemptsOnServerError);
  }
  return error instanceof ConnectionError && error.details.kind === "broken";
}
