/** Waits for the end of one repository's sync. */

import type { KubeClient } from "../../../kube/api/client.ts";
import type { RepositoryKey } from "../../app_repository.ts";
import { jobLog } from "../log/job_log.ts";
import { createFailure } from "../create_failure.ts";
import type { SyncRun } from "../run.ts";
import { endOf, endWithout, type Outcome, type SyncEnd } from "../sync_end.ts";
import { judge, type Raise, type Verdict } from "./judge.ts";
import type { NotStarted } from "./not_started.ts";
import { stateText, type SyncState, syncState } from "./sync_state.ts";
import type { Syncs, WaitHost } from "./syncs.ts";

/** A repository that was raised. */
export interface Raised {
  readonly key: RepositoryKey;
  readonly uid: string | undefined;
  readonly raise: Raise;
}

/** What happens on the way. */
export interface WaitEvents {
  /** Told at each look, changed or not. */
  state(key: RepositoryKey, state: SyncState): void;
  /** Something that may keep the sync from its end; each told once. */
  trouble(key: RepositoryKey, text: string): void;
}

export interface WaitWorld {
  readonly client: KubeClient;
  readonly host: WaitHost;
  readonly syncs: Syncs;
  readonly notStarted: NotStarted;
  readonly events: WaitEvents;
  /** Whether trouble is an end. */
  readonly failFast: boolean;
  /** Ends the wait. */
  readonly signal: AbortSignal;
  /** What that means for those that have not ended. */
  readonly whyEnded: () => Outcome;
}

/** Milliseconds for which a deleted Job may be followed by the one that replaces it. */
const timeToReplace = 5_000;
/** Milliseconds before the API server is asked what Jobs and Pods don't tell, and between two looks. */
const timeToLook = 3_000;
const lookInterval = 10_000;
/** Milliseconds in which the log of a container that failed can be read. */
const timeToPrint = 1_500;

/** @throws {ApiError} {ConnectionError} where the API server can't be asked any more */
export async function awaitSync(world: WaitWorld, raised: Raised): Promise<SyncEnd> {
  return await new Wait(world, raised).end();
}

class Wait {
  readonly #world: WaitWorld;
  readonly #raised: Raised;
  readonly #began: number;
  readonly #told = new Set<string>();
  #nextLook: number;
  #troubleSince: number | undefined;

  constructor(world: WaitWorld, raised: Raised) {
    this.#world = world;
    this.#raised = raised;
    this.#began = world.host.now();
    this.#nextLook = this.#began + timeToLook;
  }

  async end(): Promise<SyncEnd> {
    const { syncs, signal } = this.#world;
    const { key } = this.#raised;
    try {
      while (!signal.aborted) {
        const end = await this.#look();
        if (end) return end;
        await syncs.news(key);
      }
    } catch (error) {
      if (!signal.aborted) throw error;
    }
    return this.#cutShort();
  }

  /** @returns its end, where it has come */
  async #look(): Promise<SyncEnd | undefined> {
    const { host, events } = this.#world;
    const verdict = this.#judge();
    if (verdict.kind === "ended") return await this.#ended(verdict.run);
    events.state(this.#raised.key, this.#state(verdict));
    switch (verdict.kind) {
      case "pending":
        return await this.#pending();
      case "running":
        return await this.#running(verdict.run);
      case "gone":
        if (host.now() - verdict.at < timeToReplace) return undefined;
        return await this.#deleted() ??
          endWithout("deleted", {
            run: verdict.run,
            message: `Job ${verdict.run.job} was deleted before its end`,
          });
    }
  }

  async #ended(run: SyncRun): Promise<SyncEnd> {
    const { client, syncs, signal } = this.#world;
    const kept = syncs.pods.lastLog(run.uid);
    // The log of the last try is gone with the Pod where the Job gave up.
    if (run.phase === "failed" && kept) {
      const logIsGone = syncs.pods.isGone(run.uid);
      return { ...endOf(run, { kind: "read", log: kept }), logIsGone };
    }
    return endOf(run, await jobLog(client, run, signal, syncs.pods.of(run.uid)));
  }

  async #pending(): Promise<SyncEnd | undefined> {
    const { notStarted, host } = this.#world;
    const now = host.now();
    const why = await notStarted.why(this.#raised.key, now - this.#began, now);
    if (why !== undefined) return endWithout("not-started", { message: why });
    if (now < this.#nextLook || !notStarted.mayAsk(now)) return undefined;
    this.#nextLook = now + lookInterval;
    return await this.#deleted();
  }

  async #deleted(): Promise<SyncEnd | undefined> {
    const { key, uid } = this.#raised;
    if (!await this.#world.notStarted.isDeleted(key, uid)) return undefined;
    return endWithout("deleted", { message: "the repository was deleted" });
  }

  async #running(run: SyncRun): Promise<SyncEnd | undefined> {
    const trouble = await this.#trouble(run);
    if (trouble === undefined) return undefined;
    const { reason, message } = trouble;
    const text = message ? `${reason}: ${message}` : reason;
    if (!this.#told.has(text)) {
      this.#told.add(text);
      this.#world.events.trouble(this.#raised.key, text);
    }
    if (!this.#world.failFast) return undefined;
    const log = this.#world.syncs.pods.lastLog(run.uid)?.lastLines ?? [];
    return endWithout("failed", { run, reason, message, log });
  }

  async #trouble(run: SyncRun): Promise<{ reason: string; message?: string } | undefined> {
    const { client, host, syncs, signal } = this.#world;
    const { trouble } = syncs.pods.of(run.uid) ?? {};
    const printed = syncs.pods.lastLog(run.uid)?.reason;
    const now = host.now();
    const seen = trouble ??
      (run.failedPods > 0 ? { reason: "Error", message: "its Pod failed" } : undefined);
    if (seen) {
      this.#troubleSince ??= now;
      // What it printed tells more than its exit code, and is on its way.
      const mayPrint = printed === undefined && /^(Error|CrashLoopBackOff)$/.test(seen.reason);
      if (mayPrint && now - this.#troubleSince < timeToPrint) return undefined;
      return { reason: seen.reason, message: printed ?? seen.message };
    }
    if (run.phase !== "waiting" || now < this.#nextLook) return undefined;
    this.#nextLook = now + lookInterval;
    return await createFailure(client, run, signal);
  }

  #judge(): Verdict {
    const { key, raise } = this.#raised;
    return judge(this.#world.syncs.runs.of(key), raise);
  }

  #state(verdict: Verdict): SyncState {
    const { pods } = this.#world.syncs;
    const pod = verdict.kind === "pending" ? undefined : pods.of(verdict.run.uid);
    return syncState(verdict, pod);
  }

  /** The time is up, or nobody waits any more: how things stand then. */
  #cutShort(): SyncEnd {
    const state = this.#state(this.#judge());
    const { run } = state;
    const kept = run && this.#world.syncs.pods.lastLog(run.uid);
    return endWithout(this.#world.whyEnded(), {
      run,
      message: stateText(state),
      log: kept?.lastLines ?? [],
    });
  }
}
