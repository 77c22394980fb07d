/** Asks Kubeapps to sync one AppRepository now, by raising `spec.resyncRequests`. */

import type { KubeClient, Query } from "../../kube/api/client.ts";
import { ConnectionError } from "../../kube/api/errors.ts";
import {
  appRepositories,
  type AppRepository,
  asAppRepository,
  raised,
  type RepositoryKey,
} from "../app_repository.ts";
import { Attempts } from "./attempts.ts";
import type { RefreshOptions, Timing } from "./refresh_options.ts";

/** What it takes of a client. */
export type RepositoryApi = Pick<KubeClient, "get" | "update">;

export interface Refreshed {
  /** As the API server stored it, or would have. */
  readonly repository: AppRepository;
  /** An answer was lost on the way and the counter was raised again: there may be one sync too many. */
  readonly raisedAgain: boolean;
}

/** It failed after a PUT whose answer was lost, so nobody knows whether it was done. */
export class OutcomeUnknown extends Error {
  override name = "OutcomeUnknown";
  constructor(readonly reason: unknown) {
    super("the outcome is not known", { cause: reason });
  }
}

/**
 * GET, then PUT with the resourceVersion, so that `get` and `update` are all the rights it takes and
 * raises of others at the same time are all counted. A PUT whose answer got lost may have been done
 * or not; nobody can tell, so it is raised again, once: never lost, at worst one sync too many.
 *
 * @param known the object as just listed; spares the GET
 * @throws {ApiError} {ConnectionError} {RangeError} the last reason why it can't be done
 * @throws {OutcomeUnknown} with that reason, where it may have been done all the same
 */
export async function refresh(
  client: RepositoryApi,
  key: RepositoryKey,
  options: RefreshOptions,
  timing: Timing,
  known?: AppRepository,
): Promise<Refreshed> {
  const attempts = new Attempts(options, timing);
  try {
    let current = known ? asAppRepository(known, key) : await read(client, key, options);
    while (true) {
      const next = raised(current);
      if (options.dryRun === "client") return { repository: next, raisedAgain: false };
      try {
        const repository = await write(client, key, next, options);
        return { repository, raisedAgain: attempts.raisedAgain };
      } catch (error) {
        if (isAcknowledged(error)) {
          // It is done; what was sent is as good an answer where the stored one can't be had.
          const repository = await read(client, key, options).catch(() => next);
          return { repository, raisedAgain: attempts.raisedAgain };
        }
        await attempts.pauseAfter(error);
        const before = current;
        current = await read(client, key, options);
        attempts.noteChange(before, current, error);
      }
    }
  } catch (error) {
    throw attempts.mayBeDone ? new OutcomeUnknown(error) : error;
  }
}

async function read(
  client: RepositoryApi,
  key: RepositoryKey,
  { stop }: RefreshOptions,
): Promise<AppRepository> {
  return asAppRepository(await client.get(appRepositories, key, { signal: stop }), key);
}

async function write(
  client: RepositoryApi,
  key: RepositoryKey,
  repository: AppRepository,
  { dryRun, fieldManager, stop, cut }: RefreshOptions,
): Promise<AppRepository> {
  stop.throwIfAborted();
  const query: Query = { fieldManager, dryRun: dryRun === "server" ? "All" : undefined };
  return asAppRepository(await client.update(appRepositories, repository, query, cut), key);
}

/** The PUT was done, though its body did not arrive whole. */
function isAcknowledged(error: unknown): boolean {
  return error instanceof ConnectionError && error.details.acknowledged !== undefined;
}
