/** `--wait`: follows each repository's sync from its refresh to its end. */

import type { RepositoryKey } from "../../../apprepo/app_repository.ts";
import { kubeappsNamespaces } from "../../../apprepo/kubeapps/kubeapps_namespaces.ts";
import type { Refreshed } from "../../../apprepo/refresh/refresh.ts";
import { isGood, type Outcome } from "../../../apprepo/sync/sync_end.ts";
import { awaitSync, type WaitWorld } from "../../../apprepo/sync/wait/await_sync.ts";
import { NotStarted } from "../../../apprepo/sync/wait/not_started.ts";
import { Syncs } from "../../../apprepo/sync/wait/syncs.ts";
import type { KubeClient } from "../../../kube/api/client.ts";
import { forwardAbort } from "../../../kube/api/forward_abort.ts";
import { withAdvice } from "../../forbidden_advice.ts";
import type { CommandContext } from "../../context.ts";
import { UsageError } from "../../usage_error.ts";
import type { WaitConfig } from "./config.ts";
import type { Follower } from "./refresh_all.ts";
import type { Hint } from "../../../apprepo/doctor/hints.ts";
import type { endHint } from "./end_hint.ts";
import type { WaitReport } from "./wait_report.ts";

/** Why the wait of all ended before the syncs did. */
class WaitEnded extends Error {
  constructor(readonly outcome: Outcome) {
    super(outcome);
  }
}

/** What doctor's checks make of an end that is not good; they are loaded for that alone. */
async function hintAt(...args: Parameters<typeof endHint>): Promise<Hint | undefined> {
  const { endHint } = await import("./end_hint.ts");
  return endHint(...args);
}

export class Waiting implements Follower {
  readonly #context: CommandContext;
  readonly #config: WaitConfig;
  readonly #report: WaitReport;
  readonly #namespace: string;
  readonly #world: WaitWorld;
  readonly #enough: AbortController;
  readonly #isOver = new AbortController();
  readonly #waits: Promise<void>[] = [];

  private constructor(
    context: CommandContext,
    client: KubeClient,
    config: WaitConfig,
    report: WaitReport,
    namespace: string,
    syncs: Syncs,
    enough: AbortController,
  ) {
    const { host } = context;
    const { signal } = enough;
    this.#context = context;
    this.#config = config;
    this.#report = report;
    this.#namespace = namespace;
    this.#enough = enough;
    this.#world = {
      client,
      host,
      syncs,
      notStarted: new NotStarted(client, namespace, signal),
      events: report,
      failFast: config.failFast,
      signal,
      whyEnded: () => signal.reason instanceof WaitEnded ? signal.reason.outcome : "not-awaited",
    };
    if (config.timeout > 0) {
      host.sleep(config.timeout, this.#isOver.signal)
        .then(() => this.#stop("timed-out"), () => {});
    }
  }

  /**
   * Before the first refresh, so that no sync of theirs is missed.
   * @throws {UsageError} where it is not clear which Kubeapps to watch
   * @throws {ApiError} {ConnectionError} where its Jobs can't be listed
   */
  static async open(
    context: CommandContext,
    client: KubeClient,
    config: WaitConfig,
    report: WaitReport,
  ): Promise<Waiting> {
    const { host, stop } = context;
    const namespaces = await kubeappsNamespaces(client, config.kubeappsNamespace, stop);
    const [namespace = ""] = namespaces;
    if (namespaces.length > 1) {
      throw new UsageError(
        `there are several Kubeapps in this cluster: say whose syncs to wait for by --kubeapps-namespace, one of ${
          namespaces.join(", ")
        }`,
      );
    }
    const enough = new AbortController();
    forwardAbort(stop, enough);
    try {
      const syncs = await Syncs.open(client, namespace, host, enough.signal);
      return new Waiting(context, client, config, report, namespace, syncs, enough);
    } catch (error) {
      enough.abort();
      throw withAdvice(error, "kubectl apprepo refresh --wait");
    }
  }

  before(key: RepositoryKey): ReadonlySet<string> {
    return new Set(this.#world.syncs.runs.of(key).map(({ run }) => run.uid));
  }

  /** @param before what was there before the refresh */
  add(key: RepositoryKey, { repository }: Refreshed, before: ReadonlySet<string>): void {
    const { client, syncs } = this.#world;
    syncs.followPods(this.#namespace);
    const { uid, resourceVersion = "" } = repository.metadata;
    const raise = { resourceVersion, serverTime: client.serverTime(), before };
    const began = this.#context.host.now();
    const wait = awaitSync(this.#world, { key, uid, raise }).then(async (end) => {
      const took = this.#context.host.now() - began;
      const hint = isGood(end) ? undefined : await hintAt(key, repository, end, began + took);
      this.#report.ended(key, end, repository, took, hint);
      if (this.#config.failFast && !isGood(end)) this.#stop("not-awaited");
    }, (error) => this.#report.lost(key, error, repository));
    this.#waits.push(wait);
  }

  /** Nothing more is waited for, so that nothing more should be refreshed. */
  get hasEnded(): boolean {
    return this.#enough.signal.aborted;
  }

  /** Returns when each has ended, or the time is up. */
  async finish(): Promise<void> {
    await Promise.all(this.#waits);
  }

  /** Ends all that still waits or watches. */
  close(): void {
    this.#isOver.abort();
    this.#stop("not-awaited");
  }

  #stop(outcome: Outcome): void {
    this.#enough.abort(new WaitEnded(outcome));
  }
}
