/** Speaks to the API server: credentials, retries that do no harm, pages, errors in kubectl's words. */

import type { Host } from "../host.ts";
import { type Answer, readAnswer, warnings } from "./answer.ts";
import type { Connection } from "./connection.ts";
import { connectionError } from "./connection_error.ts";
import { type Credentials, impersonationHeaders, openCredentials } from "./credentials.ts";
import { ApiError } from "./errors.ts";
import { type KubeObject, type ObjectKey, pathOf, type Resource } from "./resource.ts";
import { pauseBeforeRetry } from "./retry.ts";
import { openTransport, type Transport } from "./transport.ts";
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
  readonly requestHeaders: Headers;
  readonly requestBody?: string;
  readonly milliseconds: number;
  /** Undefined where none came. */
  readonly answer?: Answer;
}

export type Query = Readonly<Record<string, string | undefined>>;

export interface RequestOptions {
  readonly query?: Query;
  readonly body?: unknown;
  /** Of the body; `application/json` unless told otherwise. */
  readonly contentType?: string;
  readonly signal?: AbortSignal;
}

/** Milliseconds: the API server itself gives up a request after a minute. */
const longestAnswer = 65_000;

export class KubeClient {
  readonly #host: Host;
  readonly #connection: Connection;
  readonly #events: ClientEvents;
  readonly #credentials: Credentials;
  #transport: Promise<Transport>;
  #lastAnswer: number | undefined;

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
    this.#transport = this.#open();
  }

  /** @throws {ConfigError} where credentials, certificates or the proxy are no good */
  static async open(host: Host, connection: Connection, events: ClientEvents): Promise<KubeClient> {
    const { user, cluster, server } = connection;
    const credentials = await openCredentials(host, user, { ...cluster, server });
    const client = new KubeClient(host, connection, events, credentials);
    await client.#transport;
    return client;
  }

  /** The namespace that the flags or the kubeconfig name. */
  get namespace(): string {
    return this.#connection.namespace;
  }

  get<T extends KubeObject>(
    resource: Resource,
    key: ObjectKey,
    options: RequestOptions = {},
  ): Promise<T> {
    return this.request<T>("GET", pathOf(resource, key), options);
  }

  /** PUT: replaces the object where its resourceVersion is still the one given. */
  update<T extends KubeObject>(resource: Resource, object: T, query?: Query, signal?: AbortSignal) {
    const path = pathOf(resource, object.metadata);
    return this.request<T>("PUT", path, { body: object, query, signal });
  }

  /**
   * Lists page by page; a page is asked for when the one before has been consumed. Where a page
   * has expired on the server, starts over and leaves out what was already given.
   */
  async *list<T extends KubeObject>(
    resource: Resource,
    key: ObjectKey,
    options: RequestOptions & { readonly pageSize?: number } = {},
  ): AsyncGenerator<T> {
    const { pageSize = 500, query, signal } = options;
    const given = new Set<string>();
    for (let next: string | undefined = undefined, more = true; more;) {
      const page: ListPage<T> | undefined = await this.#page(resource, key, {
        query: { ...query, limit: String(pageSize), continue: next },
        signal,
      });
      for (const item of page?.items ?? []) {
        const id = `${item.metadata.namespace}/${item.metadata.name}`;
        if (given.has(id)) continue;
        given.add(id);
        yield item;
      }
      next = page?.metadata?.continue;
      more = page === undefined || Boolean(next);
    }
  }

  /** @returns undefined where the page has expired */
  async #page<T extends KubeObject>(
    resource: Resource,
    key: ObjectKey,
    options: RequestOptions,
  ): Promise<ListPage<T> | undefined> {
    try {
      return await this.request<ListPage<T>>("GET", pathOf(resource, key), options);
    } catch (error) {
      const expired = error instanceof ApiError && error.code === 410;
      if (expired && options.query?.continue !== undefined) return undefined;
      throw error;
    }
  }

  /**
   * @param path below the server's address
   * @returns the parsed body of the answer
   * @throws {ApiError} where the server refused
   * @throws {ConnectionError} where it could not be reached or its answer was lost
   */
  async request<T>(method: string, path: string, options: RequestOptions): Promise<T> {
    for (let number = 1;; number++) {
      try {
        return await this.#authenticated(method, path, options) as T;
      } catch (error) {
        const pause = pauseBeforeRetry(error, {
          number,
          isRead: method === "GET",
          sinceAnswer: this.#lastAnswer && this.#host.now() - this.#lastAnswer,
          random: this.#host.random(),
        });
        if (pause === undefined) throw error;
        await this.#host.sleep(pause, options.signal);
      }
    }
  }

  async close(): Promise<void> {
    (await this.#transport).close();
  }

  /** One attempt, and a second one where a 401 led to new credentials. */
  async #authenticated(method: string, path: string, options: RequestOptions): Promise<unknown> {
    try {
      return await this.#attempt(method, path, options);
    } catch (error) {
      const unauthorized = error instanceof ApiError && error.code === 401;
      if (!unauthorized || !await this.#credentials.renew()) throw error;
      (await this.#transport).close();
      this.#transport = this.#open();
      return await this.#attempt(method, path, options);
    }
  }

  async #attempt(method: string, path: string, options: RequestOptions): Promise<unknown> {
    const url = this.#connection.server + path + search(options.query);
    const body = options.body === undefined ? undefined : JSON.stringify(options.body);
    const headers = await this.#headers(body, options);
    const began = this.#host.now();
    const exchange = { method, url, requestHeaders: headers, requestBody: body };
    try {
      const answer = await this.#send(url, { method, headers, body }, options.signal);
      this.#lastAnswer = this.#host.now();
      this.#events.trace?.({ ...exchange, milliseconds: this.#lastAnswer - began, answer });
      for (const text of warnings(answer.headers)) this.#events.warning(text);
      return readAnswer(answer, url);
    } catch (error) {
      if (!(error instanceof ApiError)) {
        this.#events.trace?.({ ...exchange, milliseconds: this.#host.now() - began });
      }
      throw error;
    }
  }

  async #send(
    url: string,
    request: { method: string; headers: Headers; body?: string },
    userSignal: AbortSignal | undefined,
  ): Promise<Answer> {
    const limit = this.#connection.requestTimeout || longestAnswer;
    const deadline = new AbortController();
    const timer = setTimeout(() => deadline.abort(timedOut(limit)), limit);
    const signal = userSignal ? AbortSignal.any([userSignal, deadline.signal]) : deadline.signal;
    let code: number | undefined;
    try {
      const response = await (await this.#transport).send(url, { ...request, signal });
      code = response.status;
      return { code, headers: response.headers, body: await response.text() };
    } catch (error) {
      userSignal?.throwIfAborted();
      const done = code !== undefined && code >= 200 && code <= 299;
      throw connectionError(error, url, done ? code : undefined);
    } finally {
      clearTimeout(timer);
    }
  }

  async #headers(body: string | undefined, options: RequestOptions): Promise<Headers> {
    const headers = new Headers({
      accept: "application/json",
      "user-agent": this.#events.userAgent,
    });
    if (body !== undefined) headers.set("content-type", options.contentType ?? "application/json");
    const authorization = await this.#credentials.authorization();
    if (authorization !== undefined) headers.set("authorization", authorization);
    for (const [name, value] of impersonationHeaders(this.#connection.user.impersonate)) {
      headers.append(name, value);
    }
    return headers;
  }

  async #open(): Promise<Transport> {
    const { certificate } = this.#credentials;
    return await openTransport(
      this.#host,
      await transportOptions(this.#host, this.#connection, certificate),
    );
  }
}

interface ListPage<T> {
  readonly items?: readonly T[];
  readonly metadata?: { readonly continue?: string };
}

function search(query: Query = {}): string {
  const given = Object.entries(query).filter((entry): entry is [string, string] =>
    entry[1] !== undefined && entry[1] !== ""
  );
  return given.length === 0 ? "" : `?${new URLSearchParams(given)}`;
}

function timedOut(ms: number): DOMException {
  const text = `context deadline exceeded (no answer within ${ms / 1000}s)`;
  return new DOMException(text, "TimeoutError");
}
