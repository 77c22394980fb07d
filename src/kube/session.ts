/** Sends single requests over one connection, with credentials that are renewed when they lapse. */

import type { Host } from "../host.ts";
import { type Answer, readAnswer, warnings } from "./answer.ts";
import type { Connection } from "./connection.ts";
import { type ClientCertificate, type Credentials, impersonationHeaders } from "./credentials.ts";
import { ApiError } from "./errors.ts";
import { exchange } from "./exchange.ts";
import { type HeaderList, openTransport, type Transport } from "./transport.ts";
import { transportOptions } from "./transport_options.ts";

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
  readonly signal?: AbortSignal;
}

export class Session {
  readonly #host: Host;
  readonly #connection: Connection;
  readonly #events: ClientEvents;
  readonly #credentials: Credentials;
  readonly #impersonation: HeaderList;
  #transport: Promise<Transport>;
  /** What the transport was opened with. */
  #certificate: ClientCertificate | undefined;
  #renewals = 0;
  #renewing: Promise<boolean> | undefined;
  #lastAnswer: number | undefined;

  private constructor(
    host: Host,
    connection: Connection,
    events: ClientEvents,
    credentials: Credentials,
    transport: Transport,
  ) {
    this.#host = host;
    this.#connection = connection;
    this.#events = events;
    this.#credentials = credentials;
    this.#impersonation = impersonationHeaders(connection.user.impersonate);
    this.#transport = Promise.resolve(transport);
    this.#certificate = credentials.certificate;
  }

  /** @throws {ConfigError} where certificates, the proxy or who to impersonate are no good */
  static async open(
    host: Host,
    connection: Connection,
    events: ClientEvents,
    credentials: Credentials,
  ): Promise<Session> {
    const options = transportOptions(connection, credentials.certificate);
    const transport = await openTransport(host, options);
    return new Session(host, connection, events, credentials, transport);
  }

  /** Milliseconds since the server's last answer; undefined before the first. */
  sinceAnswer(): number | undefined {
    return this.#lastAnswer === undefined ? undefined : this.#host.now() - this.#lastAnswer;
  }

  async close(): Promise<void> {
    (await this.#transport).close();
  }

  /**
   * One attempt, and a second one where a 401 led to new credentials.
   * @throws {ApiError} {ConnectionError}
   */
  async send(request: SessionRequest): Promise<unknown> {
    const renewals = this.#renewals;
    try {
      return await this.#attempt(request);
    } catch (error) {
      if (!isUnauthorized(error)) throw error;
      if (!await this.#renew(renewals)) throw await this.#explained(error);
    }
    try {
      return await this.#attempt(request);
    } catch (error) {
      throw isUnauthorized(error) ? await this.#explained(error) : error;
    }
  }

  /** The same error, with what the credentials themselves show to be wrong. */
  async #explained(error: ApiError): Promise<ApiError> {
    const { certificate } = this.#credentials;
    const { whyUnauthorized } = await import("./why_unauthorized.ts");
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

  async #attempt(request: SessionRequest): Promise<unknown> {
    const { method } = request;
    const url = this.#connection.server + request.path;
    const body = request.body === undefined ? undefined : JSON.stringify(request.body);
    const headers = await this.#headers(request);
    const transport = await this.#currentTransport();
    const began = this.#host.now();
    const seen = { method, url, requestHeaders: headers, requestBody: body };
    try {
      const answer = await exchange(transport, url, { method, headers, body }, {
        ...this.#connection,
        signal: request.signal,
      });
      this.#lastAnswer = this.#host.now();
      this.#events.trace?.({ ...seen, milliseconds: this.#lastAnswer - began, answer });
      for (const text of warnings(answer.headers)) this.#events.warning(text);
      return readAnswer(answer, url);
    } catch (error) {
      if (!(error instanceof ApiError)) {
        this.#events.trace?.({ ...seen, milliseconds: this.#host.now() - began });
      }
      throw error;
    }
  }

  /** A certificate belongs to a connection: another one needs a new connection. */
  #currentTransport(): Promise<Transport> {
    const { certificate } = this.#credentials;
    if (certificate !== this.#certificate) {
      const before = this.#transport;
      this.#certificate = certificate;
      this.#transport = openTransport(this.#host, transportOptions(this.#connection, certificate));
      before.then((transport) => transport.close(), () => {});
    }
    return this.#transport;
  }

  async #headers({ body, contentType = "application/json" }: SessionRequest): Promise<HeaderList> {
    const headers: [string, string][] = [
      ["accept", "application/json"],
      ["user-agent", this.#events.userAgent],
    ];
    if (body !== undefined) headers.push(["content-type", contentType]);
    const authorization = await this.#credentials.authorization();
    if (authorization !== undefined) headers.push(["authorization", authorization]);
    return [...headers, ...this.#impersonation];
  }
}

function isUnauthorized(error: unknown): error is ApiError {
  return error instanceof ApiError && error.code === 401;
}
