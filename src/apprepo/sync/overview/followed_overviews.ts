/** How the syncs of many repositories stand, and what becomes of them, for as long as somebody looks. */

import type { KubeClient, Query } from "../../../kube/api/client.ts";
import { follow } from "../../../kube/api/follow.ts";
import type { KubeObject, ObjectKey, Resource } from "../../../kube/api/resource.ts";
import { appRepositories, type AppRepository, keyOf, repositoryId } from "../../app_repository.ts";
import { missingRight } from "../../grant/forbidden.ts";
import { explainMissingType } from "../../not_found.ts";
import { cronJobs, jobs } from "../resources.ts";
import { type SyncRun, syncRun, time } from "../run.ts";
import { type SyncSchedule, syncSchedule } from "../schedule.ts";
import { type SyncOverview, syncOverview } from "./sync_overview.ts";

export interface FollowedWorld {
  readonly client: Pick<KubeClient, "list" | "open">;
  readonly host: { now(): number; sleep(ms: number, signal?: AbortSignal): Promise<void> };
  readonly signal: AbortSignal;
  /** Told in a sentence of a right without which something stays unknown. */
  readonly missingRight: (right: string) => void;
}

export interface FollowedScope {
  readonly key: ObjectKey;
  readonly query?: Query;
  readonly wants?: (repository: KubeObject) => boolean;
  /** Those of every Kubeapps. */
  readonly namespaces: readonly string[];
}

export interface Change {
  readonly repository: AppRepository;
  readonly overview: SyncOverview;
  /** It was deleted. */
  readonly isGone: boolean;
}

interface Known {
  repository?: AppRepository;
  isGone: boolean;
  readonly runs: Map<string, SyncRun>;
  readonly schedules: Map<string, SyncSchedule>;
}

/** Milliseconds in which what happens is one change: a Job changes several times as it starts. */
const gathering = 100;

export class FollowedOverviews {
  readonly #world: FollowedWorld;
  readonly #scope: FollowedScope;
  readonly #known = new Map<string, Known>();
  readonly #changed = new Set<string>();
  readonly #unlisted = new Set<Resource>();
  readonly #failed = Promise.withResolvers<never>();

  constructor(world: FollowedWorld, scope: FollowedScope) {
    this.#world = world;
    this.#scope = scope;
    this.#failed.promise.catch(() => {});
  }

  /**
   * First what is there, in the order of names, then what may have changed.
   * @throws {ApiError} {ConnectionError} where it can't be followed any more
   * @throws the reason of the signal
   */
  async *changes(): AsyncGenerator<readonly Change[]> {
    const { host, signal } = this.#world;
    const failed = this.#failed.promise;
    await Promise.race([failed, Promise.all(this.#followAll())]);
    while (true) {
      const changes = [...this.#changed].sort().flatMap((id) => this.#change(id));
      this.#changed.clear();
      if (changes.length > 0) yield changes;
      await Promise.race([failed, host.sleep(gathering, signal)]);
    }
  }

  #followAll(): Promise<void>[] {
    const { key, query, wants = () => true, namespaces } = this.#scope;
    const read = (object: KubeObject) => wants(object) ? object : undefined;
    const repositories = this.#follow(appRepositories, key, query, read, (repository, isGone) => {
      Object.assign(this.#touch(repositoryId(keyOf(repository))), { repository, isGone });
    });
    const syncs = namespaces.flatMap((namespace) => [
      this.#follow(jobs, { namespace }, {}, syncRun, (run, isGone) => {
        note(this.#touch(repositoryId(run.repository)).runs, run, isGone);
      }),
      this.#follow(cronJobs, { namespace }, {}, syncSchedule, (schedule, isGone) => {
        note(this.#touch(repositoryId(schedule.repository)).schedules, schedule, isGone);
      }),
    ]);
    return [repositories, ...syncs];
  }

  /** @returns when all that is there is known */
  #follow<T>(
    resource: Resource,
    key: ObjectKey,
    query: Query | undefined,
    read: (object: KubeObject) => T | undefined,
    note: (item: T, isGone: boolean) => void,
  ): Promise<void> {
    const { client, host, signal } = this.#world;
    const { promise, resolve } = Promise.withResolvers<void>();
    const following = async () => {
      for await (const news of follow(client, resource, key, { query, read, host, signal })) {
        if (news.type === "current") resolve();
        else note(news.item, news.type === "gone");
      }
    };
    following().catch((error) => {
      const right = missingRight(error);
      if (right === undefined || resource === appRepositories) {
        return this.#failed.reject(explainMissingType(error));
      }
      this.#unlisted.add(resource);
      this.#world.missingRight(right);
      resolve();
    });
    return promise;
  }

  #touch(id: string): Known {
    const known = this.#known.get(id) ??
      { isGone: false, runs: new Map(), schedules: new Map() };
    this.#known.set(id, known);
    this.#changed.add(id);
    return known;
  }

  #change(id: string): Change[] {
    const { repository, isGone, runs, schedules } = this.#known.get(id)!;
    if (!repository) return [];
    const now = this.#world.host.now();
    const seen = {
      createdAt: time(repository.metadata.creationTimestamp) ?? now,
      runs: this.#unlisted.has(jobs) ? undefined : [...runs.values()],
      schedules: this.#unlisted.has(cronJobs) ? undefined : [...schedules.values()],
    };
    if (isGone) this.#known.delete(id);
    return [{ repository, overview: syncOverview(seen, now), isGone }];
  }
}

function note<T extends { readonly uid: string }>(
  items: Map<string, T>,
  item: T,
  isGone: boolean,
): void {
  if (isGone) items.delete(item.uid);
  else items.set(item.uid, item);
}
