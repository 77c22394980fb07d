/** The runs of every repository as a list and a watch of Jobs bring them. */

import type { Followed } from "../../../kube/api/follow.ts";
import { repositoryId, type RepositoryKey } from "../../app_repository.ts";
import type { SyncRun } from "../run.ts";

export interface SeenRun {
  /** As it was last seen. */
  readonly run: SyncRun;
  /** The Job's version when it was first seen; where it was not listed, the one with which it was made. */
  readonly firstVersion: string;
  /** It was there before anybody watched, or came between two watches. */
  readonly wasListed: boolean;
  /** When the Job was found to be deleted, by the caller's clock in ms. */
  readonly goneAt?: number;
}

export class SeenRuns {
  /** By repository, then by the Job's UID. */
  readonly #runs = new Map<string, Map<string, SeenRun>>();

  /** @returns the repository that has news; undefined where there are none */
  note(followed: Followed<SyncRun>, now: number): RepositoryKey | undefined {
    if (followed.type === "current") return undefined;
    const { item: run } = followed;
    const runs = this.#of(run.repository);
    const before = runs.get(run.uid);
    if (followed.type === "gone") {
      if (before) runs.set(run.uid, { ...before, run, goneAt: now });
    } else {
      const { firstVersion = run.resourceVersion, wasListed = followed.isListed } = before ?? {};
      runs.set(run.uid, { run, firstVersion, wasListed });
    }
    return run.repository;
  }

  of(key: RepositoryKey): SeenRun[] {
    return [...this.#runs.get(repositoryId(key))?.values() ?? []];
  }

  #of(key: RepositoryKey): Map<string, SeenRun> {
    const id = repositoryId(key);
    const runs = this.#runs.get(id) ?? new Map<string, SeenRun>();
    this.#runs.set(id, runs);
    return runs;
  }
}
