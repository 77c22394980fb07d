/** Refreshes on behalf of callers: each within his share, together with whoever asks for the same. */

import type { ApiServer } from "./api_server.ts";
import type { Answer } from "./answer.ts";
import { Coalescer, type Gate } from "./coalescer.ts";
import { errorAnswer, late, refusedToken } from "./error_answer.ts";
import type { CallerLimits } from "./limits/caller_limits.ts";
import { FirstCalls } from "./limits/first_calls.ts";
import { tooMany } from "./limits/refusals.ts";
import type { Metrics } from "./metrics.ts";
import { type Call, lookAnswer, type Outcome, refreshAnswer } from "./refresh_answer.ts";
import type { Target } from "./route.ts";

export interface RefreshesOptions {
  readonly limits: CallerLimits;
  /** Milliseconds from the start of a repository's PUT to the start of its next. */
  readonly window: number;
  readonly fieldManager: string;
  readonly timing: Call["timing"];
  readonly metrics: Metrics;
  /** Told what the callers are not: why an API server could not be asked. */
  readonly troubled: (cluster: string, error: unknown) => void;
}

export interface Asked {
  readonly server: ApiServer;
  readonly target: Target;
  /** Stands for who asks, in limits and for sharing. */
  readonly caller: string;
  readonly token: string;
  /** Milliseconds on the clock at which the caller is answered, whatever the API server does. */
  readonly deadline: number;
  /** Whether only to look whether the caller may see the repository. */
  readonly isIgnored: boolean;
}

export interface Refreshed {
  readonly answer: Answer;
  /** What the API server said to the token; undefined where it said nothing. */
  readonly apiCode?: number;
  readonly isShared?: boolean;
}

/** Milliseconds that are left for the API server once a caller's turn has come. */
const workTime = 500;

export class Refreshes {
  readonly #options: RefreshesOptions;
  readonly #coalescer: Coalescer<Outcome>;
  readonly #firsts = new FirstCalls();

  constructor(options: RefreshesOptions) {
    this.#options = options;
    this.#coalescer = new Coalescer(options.window, options.timing);
  }

  /** Whether the API server refused this caller's token a moment ago. */
  isRefused(caller: string): boolean {
    return this.#options.limits.isRefused(caller);
  }

  /** The caller is known to be good, before he asked for anything. */
  vouchFor(caller: string): void {
    this.#options.limits.learn(caller, 201);
  }

  /** Never rejects for what the API server does. */
  async ask(asked: Asked): Promise<Refreshed> {
    const { server, target, caller, token, deadline, isIgnored } = asked;
    const { limits, timing, fieldManager } = this.#options;
    const patience = () => Math.max(0, deadline - workTime - timing.now());
    const work = async () => {
      const limit = deadline - timing.now();
      if (limit <= 0) return { answer: late(target.cluster) };
      const call: Call = { server, target, token, timing, limit, fieldManager };
      const turn = () => this.#turn(caller, target.cluster, patience());
      return isIgnored
        ? await this.#look(call, caller, turn)
        : await this.#refresh(call, caller, turn);
    };
    return limits.isGood(caller) ? await work() : await this.#firsts.run(caller, patience(), work);
  }

  /** Waits for the caller's turn. @returns why there is none */
  async #turn(caller: string, cluster: string, patience: number): Promise<Outcome | undefined> {
    const { limits, timing } = this.#options;
    if (limits.isRefused(caller)) return { answer: refusedToken(cluster), apiCode: 401 };
    const wait = limits.take(caller, patience);
    if (wait === undefined) return { answer: tooMany("requests a second for this token") };
    if (wait > 0) await timing.sleep(wait);
    return undefined;
  }

  async #refresh(call: Call, caller: string, turn: Gate<Outcome>): Promise<Refreshed> {
    const { metrics } = this.#options;
    const { cluster, namespace, name } = call.target;
    const key = `${cluster}/${namespace}/${name}/${caller}`;
    const joined = this.#coalescer.join(key);
    if (joined) metrics.shared();
    const outcome = joined ?? this.#coalescer.start(key, async (putBegins) => {
      const refreshed = await this.#learned(call, caller, refreshAnswer(call, putBegins));
      metrics.refreshed(cluster, refreshed.answer.code);
      return refreshed;
    }, turn);
    return { ...await this.#inTime(outcome, call), isShared: joined !== undefined };
  }

  /** An event that asks for nothing; that the caller may see the repository is still looked at. */
  async #look(call: Call, caller: string, turn: Gate<Outcome>): Promise<Refreshed> {
    const refused = await turn();
    if (refused) return refused;
    this.#options.metrics.ignored();
    return await this.#inTime(this.#learned(call, caller, lookAnswer(call)), call);
  }

  async #learned(call: Call, caller: string, work: Promise<Outcome>): Promise<Outcome> {
    const outcome = await work;
    const { limits, troubled } = this.#options;
    if (outcome.apiCode !== undefined) limits.learn(caller, outcome.apiCode);
    else if (outcome.error !== undefined) troubled(call.target.cluster, outcome.error);
    return outcome;
  }

  /** Nobody waits longer than his own time, however long those before him took. */
  async #inTime(outcome: Promise<Outcome>, { target, limit }: Call): Promise<Refreshed> {
    const { cluster } = target;
    const { promise, resolve } = Promise.withResolvers<Refreshed>();
    const timer = setTimeout(() => resolve({ answer: late(cluster) }), limit);
    try {
      return await Promise.race([outcome, promise]);
    } catch (error) {
      return { answer: errorAnswer(error, cluster) };
    } finally {
      clearTimeout(timer);
    }
  }
}
