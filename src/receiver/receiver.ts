/** What the webhook's port answers: who may, to which cluster, together with whom. */

import { type Answer, refusal, textAnswer } from "./answer.ts";
import type { ApiServer } from "./api_server.ts";
import { bearerToken, fingerprint } from "./bearer_token.ts";
import { refusedToken } from "./error_answer.ts";
import type { HookDoor } from "./hooks/hook_door.ts";
import type { Verdict } from "./hooks/verdict.ts";
import type { HttpRequest } from "./http/connection.ts";
import type { IgnoredEvents } from "./ignored_events.ts";
import type { Metrics } from "./metrics.ts";
import { readiness } from "./readiness.ts";
import { noToken, tooMany, unknownCluster } from "./limits/refusals.ts";
import type { Refreshes } from "./refreshes.ts";
import type { RequestEntry } from "./request_log.ts";
import { type HookAddress, type Route, type Target, webhookRoute } from "./route.ts";

export interface ReceiverOptions {
  /** By the names that callers use; the first is the one it runs for. */
  readonly clusters: ReadonlyMap<string, ApiServer>;
  readonly refreshes: Refreshes;
  /** Undefined where senders without a bearer token are not served. */
  readonly hooks?: HookDoor;
  /** Milliseconds after which a caller is answered, whatever the API server does. */
  readonly answerTime: number;
  readonly maxInFlight: number;
  readonly ignored?: IgnoredEvents;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly metrics: Metrics;
  readonly log: (entry: RequestEntry) => void;
  /** Told of what should never happen. */
  readonly troubled: (cluster: string, error: unknown) => void;
}

interface Handled {
  readonly answer: Answer;
  /** For the log: not there where its parts are nothing but what somebody typed. */
  readonly target?: Target;
  readonly hook?: RequestEntry["hook"];
  readonly verdict?: Verdict;
  readonly unrefreshed?: RequestEntry["unrefreshed"];
  readonly isShared?: boolean;
}

export class Receiver {
  readonly #options: ReceiverOptions;
  #inFlight = 0;
  #isDraining = false;

  constructor(options: ReceiverOptions) {
    this.#options = options;
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
    const { now, log, metrics, troubled } = this.#options;
    const began = now();
    this.#inFlight++;
    let handled: Handled;
    try {
      handled = await this.#route(request);
    } catch (error) {
      troubled("", error);
      handled = { answer: refusal(500, "InternalError", "The receiver made a mistake.") };
    }
    this.#inFlight--;
    const ms = now() - began;
    const { answer, ...about } = handled;
    const { hook, verdict } = about;
    const { code } = answer;
    metrics.answered(code, ms);
    if (verdict) metrics.hookAnswered(hook?.from, verdict);
    const { method, remoteAddress } = request;
    log({ ...about, method, code, ms, remoteAddress });
    return answer;
  }

  /** Whether its body may count: not where the head alone tells that nothing will be done. */
  needsBody(
    { method, path, headers }: Pick<HttpRequest, "method" | "path" | "headers">,
  ): boolean | Promise<boolean> {
    const route = this.#routeOf(method, path);
    if (route.kind === "hook") return this.#options.hooks!.mayEnter(route.address);
    return route.kind === "refresh" && bearerToken(headers.get("authorization")) !== undefined;
  }

  /** Writes down a request that was refused before it was one. */
  refused({ code }: Answer, remoteAddress: string): void {
    this.#options.metrics.answered(code, 0);
    this.#options.log({ code, ms: 0, remoteAddress });
  }

  /** Whether it can do its work. */
  async ready(): Promise<Answer> {
    if (this.#isDraining) {
      return refusal(503, "ServiceUnavailable", "The receiver is shutting down.");
    }
    return await readiness([...this.#options.clusters.values()]);
  }

  async #route(request: HttpRequest): Promise<Handled> {
    const route = this.#routeOf(request.method, request.path);
    switch (route.kind) {
      case "refused":
        return route;
      case "refresh":
        return await this.#webhook(request, route.target);
      case "hook":
        return await this.#hook(request, route.address);
      case "readyz":
        return { answer: await this.ready() };
      default:
        return { answer: textAnswer(200, "ok\n") };
    }
  }

  #routeOf(method: string, path: string): Route {
    return webhookRoute(method, path, this.#options.hooks !== undefined);
  }

  async #hook(request: HttpRequest, address: HookAddress): Promise<Handled> {
    const { hooks, now, answerTime } = this.#options;
    if (this.#isFull) return { answer: tooMany("requests at a time"), verdict: "refused" };
    return await hooks!.handle(request, address, now() + answerTime);
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
    const { refreshes, ignored, now, answerTime } = this.#options;
    const caller = fingerprint(token);
    if (refreshes.isRefused(caller)) return { answer: refusedToken(target.cluster) };
    if (this.#isFull) return { answer: tooMany("requests at a time") };
    const deadline = now() + answerTime;
    const isIgnored = ignored?.matches(request) ?? false;
    return await refreshes.ask({ server, target, caller, token, deadline, isIgnored });
  }

  get #isFull(): boolean {
    return this.#inFlight > this.#options.maxInFlight;
  }
}
