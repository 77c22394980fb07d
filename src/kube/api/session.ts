/** Sends single requests over one connection, with credentials that are renewed when they lapse. */

import type { Host } from "../../host.ts";
import { type Answer, readAnswer, warnings } from "./answer.ts";
import type { Connection } from "../kubeconfig/connection.ts";
import { Connections } from "./connections.ts";
import type { Credentials } from "../credentials/credentials.ts";
import { impersonationHeaders } from "../credentials/impersonation.ts";
import { ApiError, ConnectionError, KubeError } from "./errors.ts";
import { exchange, type ExchangeLimits } from "./exchange.ts";
import { isOutage } from "./retry.ts";
import type { HeaderList, Transport, TransportRequest } from "../transport/transport.ts";

/** What the client tells while it works; it prints nothing itself. */
export interface ClientEvents {
  readonly userAgent: string;
  /** The text of a `Warning:` header. */
  warning(text: string): void;
  /** A finished request, for `-v`. */
  trace?(exchange: Exchange): void;
}

export interface Exchange {
  readonly method: string;
  readonly url: string;
  readonly requestHeaders: HeaderList;
  readonly requestBody?: string;
  readonly milliseconds: number;
  /** Undefined where none came. */
  readonly answer?: Answer;
}

export interface SessionRequest {
  readonly method: string;
  /** Below the server's address, query included. */
  readonly path: string;
  readonly body?: unknown;
  /** Of the body; `application/json` unless told otherwise. */
  readonly contentType?: string;
  /** The form of the answer; plain JSON unless told otherwise. */
  readonly accept?: string;
  readonly signal?: AbortSignal;
}

/** One way of asking: for the whole answer, or for what brings it. */
type Ask<T> = (
  transport: Transport,
  url: string,
  request: Omit<TransportRequest, "signal">,
  limits: ExchangeLimits,
) => Promise<{
  readonly answer: Answer;
  /** @throws {ApiError} {ConnectionError} where the answer is a refusal, or none of an API server */
  readonly result: () => T;
}>;

export class Session {
  readonly #host: Host;
  readonly #connection: Connection;
  readonly #events: ClientEvents;
  readonly #credentials: Credentials;
  readonly #impersonation: HeaderList;
  readonly #connections: Connections;
  #renewals = 0;
  #renewing: Promise<boolean> | undefined;
  #lastAnswer: number | undefined;
  #lastOutage: number | undefined;
  #lastDate: string | null = null;

  private constructor(
    host: Host,
    connection: Connection,
    events: ClientEvents,
    credentials: Credentials,
  ) {
    this.#host = host;
    this.#connection = connection;
    this.#events = events;
    this.#credentials = credentials;
    this.#impersonation = impersonationHeaders(connection.user.impersonate);
    this.#connections = new Connections(host, connection, credentials);
  }

  /** @throws {ConfigError} where certificates, the proxy or who to impersonate are no good */
  static async open(
    host: Host,
    connection: Connection,
    events: ClientEvents,
    credentials: Credentials,
  ): Promise<Session> {
    const session = new Session(host, connection, events, credentials);
    await session.#connections.current();
    return session;
  }

  /** Milliseconds since the server's last answer; undefined before the first. */
  sinceAnswer(): number | undefined {
    return this.#lastAnswer === undefined ? undefined : this.#host.now() - this.#lastAnswer;
  }

  /** Milliseconds since any request last met a server that was not there; undefined if none did. */
  sinceOutage(): number | undefined {
    return this.#lastOutage === undefined ? undefined : this.#host.now() - this.#lastOutage;
  }

  /** What the last answer said of the server's clock, in ms since the epoch, to the second. */
  serverTime(): number | undefined {
    const date = Date.parse(this.#lastDate ?? "");
    return Number.isNaN(date) ? undefined : date;
  }

  close(): void {
    this.#connections.close();
  }

  /**
   * One attempt, and a second one where a 401 led to new credentials.
   * @returns the parsed body
   * @throws {ApiError} {ConnectionError}
   */
  async send(request: SessionRequest): Promise<unknown> {
    return await this.#withRenewal(() => this.#attempt(request, whole));
  }

  /**
   * The same, for an answer that is read as it comes.
   * @param idleLimit milliseconds for which nothing may come; undefined for any time
   * @throws {ApiError} {ConnectionError} the latter by what is returned, too
   */
  async open(request: SessionRequest, idleLimit?: number): Promise<AsyncGenerator<Uint8Array>> {
    const { openStream } = await import("./stream.ts");
    const bytes = await this.#withRenewal(() =>
      this.#attempt(
        request,
        (transport, url, sent, limits) =>
          openStream(transport, url, sent, { ...limits, idleLimit }),
      )
    );
    return this.#observed(bytes);
  }

  /** As long as something may come, the server is there. */
  async *#observed(bytes: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
    try {
      yield* bytes;
    } catch (error) {
      this.#note(error);
      throw error;
    } finally {
      this.#lastAnswer = this.#host.now();
    }
  }

  async #withRenewal<T>(attempt: () => Promise<T>): Promise<T> {
    const renewals = this.#renewals;
    try {
      return await attempt();
    } catch (error) {
      if (!isUnauthorized(error)) throw error;
      if (!await this.#renew(renewals)) throw await this.#explained(error);
    }
    try {
      return await attempt();
    } catch (error) {
      throw isUnauthorized(error) ? await this.#explained(error) : error;
    }
  }

  /** The same error, with what the credentials themselves show to be wrong. */
  async #explained(error: ApiError): Promise<ApiError> {
    const { certificate } = this.#credentials;
    const { whyUnauthorized } = await import("../credentials/why_unauthorized.ts");
    const advice = whyUnauthorized({
      authorization: await this.#credentials.authorization(),
      certificate,
      now: this.#host.now(),
    });
    return new ApiError(error.code, error.status, error.retryAfter, advice);
  }

  /** Requests that were refused with the same credentials share one renewal. */
  async #renew(renewals: number): Promise<boolean> {
    if (renewals !== this.#renewals) return true;
    this.#renewing ??= this.#credentials.renew()
      .then((renewed) => {
        if (renewed) this.#renewals++;
        return renewed;
      })
      .finally(() => this.#renewing = undefined);
    return await this.#renewing;
  }

  async #attempt<T>(request: SessionRequest, ask: Ask<T>): Promise<T> {
    const { method } = request;
    const url = this.#connection.server + request.path;
    const body = request.body === undefined ? undefined : encoded(request.body);
    const headers = await this.#headers(request);
    const transport = await this.#connections.current();
    const began = this.#host.now();
    const seen = { method, url, requestHeaders: headers, requestBody: body };
    try {
      const { answer, result } = await ask(transport, url, { method, headers, body }, {
        ...this.#connection,
        signal: request.signal,
      });
      this.#lastAnswer = this.#host.now();
      this.#events.trace?.({ ...seen, milliseconds: this.#lastAnswer - began, answer });
      this.#lastDate = answer.headers.get("date") ?? this.#lastDate;
      for (const text of warnings(answer.headers)) this.#events.warning(text);
      return result();
    } catch (error) {
      this.#note(error);
      if (!(error instanceof ApiError)) {
        this.#events.trace?.({ ...seen, milliseconds: this.#host.now() - began });
      }
      throw error;
    }
  }

  #note(error: unknown): void {
    if (isOutage(error)) this.#lastOutage = this.#host.now();
    if (error instanceof ConnectionError && error.details.kind === "broken") {
      this.#connections.broke();
    }
  }

  async #headers(
    { body, contentType = "application/json", accept = "application/json" }: SessionRequest,
  ): Promise<HeaderList> {
    const headers: [string, string][] = [
      ["accept", accept],
      ["user-agent", this.#events.userAgent],
    ];
    if (body !== undefined) headers.push(["content-type", contentType]);
    const authorization = await this.#credentials.authorization();
    if (authorization !== undefined) headers.push(["authorization", authorization]);
    return [...headers, ...this.#impersonation];
  }
}

/** @throws {KubeError} for what no API server stores: its own limit is a depth of 10,000 */
function encoded(body: unknown): string {
  try {
    return JSON.stringify(body);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new KubeError("error: the object is nested too deeply to be sent", { cause: error });
  }
}

async function whole(...[transport, url, request, limits]: Parameters<Ask<unknown>>) {
  const answer = await exchange(transport, url, request, limits);
  return { answer, result: () => readAnswer(answer, url) };
}

function isUnauthorized(error: unknown): error is ApiError {
  return error instanceof ApiError && error.code === 401;
}
