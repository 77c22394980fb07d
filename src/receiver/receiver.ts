/** What the webhook's port answers: who may, to which cluster, together with whom. */

import { type Answer, refusal, textAnswer } from "./answer.ts";
import type { ApiServer } from "./api_server.ts";
import { bearerToken, fingerprint } from "./bearer_token.ts";
import type { CallerLimits } from "./limits/caller_limits.ts";
import { Coalescer, type Gate } from "./coalescer.ts";
import { errorAnswer, late, refusedToken } from "./error_answer.ts";
import type { HttpRequest } from "./http/connection.ts";
import type { IgnoredEvents } from "./ignored_events.ts";
import type { Metrics } from "./metrics.ts";
import { readiness } from "./readiness.ts";
import { type Call, lookAnswer, type Outcome, refreshAnswer } from "./refresh_answer.ts";
import { FirstCalls } from "./limits/first_calls.ts";
import { noToken, tooMany, unknownCluster } from "./limits/refusals.ts";
import type { RequestEntry } from "./request_log.ts";
import { type Target, webhookRoute } from "./route.ts";

export interface ReceiverOptions {
  /** By the names that callers use; the first is the one it runs for. */
  readonly clusters: ReadonlyMap<string, ApiServer>;
  readonly limits: CallerLimits;
  /** Milliseconds from the start of a repository's PUT to the start of its next. */
  readonly window: number;
  /** Milliseconds after which a caller is answered, whatever the API server does. */
  readonly answerTime: number;
  readonly maxInFlight: number;
  readonly ignored?: IgnoredEvents;
  readonly fieldManager: string;
  readonly timing: Call["timing"];
  readonly metrics: Metrics;
  readonly log: (entry: RequestEntry) => void;
  /** Told what the callers are not: why an API server could not be asked. */
  readonly troubled: (cluster: string, error: unknown) => void;
}

/** Milliseconds that are left for the API server once a caller's turn has come. */
const workTime = 500;

interface Handled {
  readonly answer: Answer;
  /** For the log: not there where its parts are nothing but what somebody typed. */
  readonly target?: Target;
  readonly isShared?: boolean;
}

export class Receiver {
  readonly #options: ReceiverOptions;
  readonly #coalescer: Coalescer<Outcome>;
  readonly #firsts = new FirstCalls();
  #inFlight = 0;
  #isDraining = false;

  constructor(options: ReceiverOptions) {
    this.#options = options;
    this.#coalescer = new Coalescer(options.window, options.timing);
  }

  get inFlight(): number {
    return this.#inFlight;
  }

  /** From now on it says that it is not ready; it still answers. */
  drain(): void {
    this.#isDraining = true;
  }

  /** Answers one request, and writes it down. Never rejects. */
  async handle(request: HttpRequest): Promise<Answer> {
    const { timing, log, metrics, troubled } = this.#options;
    const began = timing.now();
    this.#inFlight++;
    let handled: Handled;
    try {
      handled = await this.#route(request);
    } catch (error) {
      troubled("", error);
      handled = { answer: refusal(500, "InternalError", "The receiver made a mistake.") };
    }
    this.#inFlight--;
    const ms = timing.now() - began;
    const { answer: { code }, target, isShared } = handled;
    metrics.answered(code, ms);
    const { method, remoteAddress } = request;
    log({ at: timing.now(), method, target, code, ms, isShared, remoteAddress });
    return handled.answer;
  }

  /** Whether its body may count: not where the head alone tells that nothing will be done. */
  needsBody({ method, path, headers }: Pick<HttpRequest, "method" | "path" | "headers">): boolean {
    return webhookRoute(method, path).kind === "refresh" &&
      bearerToken(headers.get("authorization")) !== undefined;
  }

  /** Writes down a request that was refused before it was one. */
  refused({ code }: Answer, remoteAddress: string): void {
    this.#options.metrics.answered(code, 0);
    this.#options.log({ at: this.#options.timing.now(), code, ms: 0, remoteAddress });
  }

  /** Whether it can do its work. */
  async ready(): Promise<Answer> {
    if (this.#isDraining) {
      return refusal(503, "ServiceUnavailable", "The receiver is shutting down.");
    }
    return await readiness([...this.#options.clusters.values()]);
  }

  async #route(request: HttpRequest): Promise<Handled> {
    const route = webhookRoute(request.method, request.path);
    switch (route.kind) {
      case "refused":
        return route;
      case "refresh":
        return await this.#webhook(request, route.target);
      case "readyz":
        return { answer: await this.ready() };
      default:
        return { answer: textAnswer(200, "ok\n") };
    }
  }

  async #webhook(request: HttpRequest, target: Target): Promise<Handled> {
    const authorization = request.headers.get("authorization");
    const token = bearerToken(authorization);
    if (token === undefined) return { answer: noToken(authorization !== undefined) };
    const server = this.#options.clusters.get(target.cluster);
    if (!server) {
      const [own = ""] = this.#options.clusters.keys();
      return { answer: unknownCluster(target.cluster, own) };
    }
    return { target, ...await this.#call(request, server, target, token) };
  }

  async #call(
    request: HttpRequest,
    server: ApiServer,
    target: Target,
    token: string,
  ): Promise<Handled> {
    const { limits, maxInFlight, ignored } = this.#options;
    const caller = fingerprint(token);
    if (limits.isRefused(caller)) return { answer: refusedToken(target.cluster) };
    if (this.#inFlight > maxInFlight) return { answer: tooMany("requests at a time") };
    const { timing, answerTime, fieldManager } = this.#options;
    const deadline = timing.now() + answerTime;
    const isIgnored = ignored?.matches(request) ?? false;
    const { cluster } = target;
    const patience = () => Math.max(0, deadline - workTime - timing.now());
    const work = async () => {
      const limit = deadline - timing.now();
      const call: Call = { server, target, token, timing, limit, fieldManager };
      const turn = () => this.#turn(caller, cluster, patience());
      return isIgnored
        ? await this.#look(call, caller, turn)
        : await this.#refresh(call, caller, turn);
    };
    return limits.isGood(caller) ? await work() : await this.#firsts.run(caller, patience(), work);
  }

  /** Waits for the caller's turn. @returns why there is none */
  async #turn(caller: string, cluster: string, patience: number): Promise<Outcome | undefined> {
    const { limits, timing } = this.#options;
    if (limits.isRefused(caller)) return { answer: refusedToken(cluster) };
    const wait = limits.take(caller, patience);
    if (wait === undefined) return { answer: tooMany("requests a second for this token") };
    if (wait > 0) await timing.sleep(wait);
    return undefined;
  }

  async #refresh(call: Call, caller: string, turn: Gate<Outcome>): Promise<Handled> {
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
  async #look(call: Call, caller: string, turn: Gate<Outcome>): Promise<Handled> {
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
  async #inTime(outcome: Promise<Outcome>, { target, limit }: Call): Promise<Handled> {
    const { cluster } = target;
    const { promise, resolve } = Promise.withResolvers<Handled>();
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
