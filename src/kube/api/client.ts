/** Speaks to the API server: objects by resource and key, retries that do no harm, pages. */

import type { Host } from "../../host.ts";
import type { Connection } from "../kubeconfig/connection.ts";
import { openCredentials } from "../credentials/open_credentials.ts";
import { eachListed } from "./pages.ts";
import { type KubeObject, type ObjectKey, pathOf, type Resource } from "./resource.ts";
import { pauseBeforeRetry } from "./retry.ts";
import { type ClientEvents, Session, type SessionRequest } from "./session.ts";

export type { ClientEvents, Exchange } from "./session.ts";

export type Query = Readonly<Record<string, string | undefined>>;

export interface RequestOptions
  extends Pick<SessionRequest, "accept" | "body" | "contentType" | "signal"> {
  readonly query?: Query;
}

export interface ListOptions extends Pick<RequestOptions, "query" | "signal"> {
  readonly pageSize?: number;
  /** Without what the objects hold: names, labels and the like. */
  readonly metadataOnly?: boolean;
  /** Is told the resourceVersion from which a watch misses nothing of what came after. */
  readonly begun?: (resourceVersion: string) => void;
}

const onlyMetadata = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1";

export class KubeClient {
  readonly #host: Host;
  readonly #namespace: string;
  readonly #session: Session;

  private constructor(host: Host, namespace: string, session: Session) {
    this.#host = host;
    this.#namespace = namespace;
    this.#session = session;
  }

  /** @throws {ConfigError} where credentials, certificates or the proxy are no good */
  static async open(host: Host, connection: Connection, events: ClientEvents): Promise<KubeClient> {
    const { user, cluster, server, namespace } = connection;
    const target = { ...cluster, server };
    const credentials = await openCredentials(host, user, target, (text) => events.warning(text));
    const session = await Session.open(host, connection, events, credentials);
    return new KubeClient(host, namespace, session);
  }

  /** The namespace that the flags or the kubeconfig name. */
  get namespace(): string {
    return this.#namespace;
  }

  async get<T extends KubeObject>(
    resource: Resource,
    key: ObjectKey,
    options: RequestOptions = {},
  ): Promise<T> {
    return await this.request<T>("GET", pathOf(resource, key), options);
  }

  /** PUT: replaces the object where its resourceVersion is still the one given. */
  async update<T extends KubeObject>(
    resource: Resource,
    object: T,
    query?: Query,
    signal?: AbortSignal,
  ): Promise<T> {
    const path = pathOf(resource, object.metadata);
    return await this.request<T>("PUT", path, { body: object, query, signal });
  }

  /**
   * Lists page by page, one page ahead of the one that is being consumed.
   * @throws {ApiError} {ConnectionError} at the place where the list broke off
   */
  list<T extends KubeObject>(
    resource: Resource,
    key: ObjectKey,
    options: ListOptions = {},
  ): AsyncGenerator<T> {
    const { pageSize = 500, query, signal, begun, metadataOnly = false } = options;
    const accept = metadataOnly ? onlyMetadata : undefined;
    return eachListed<T>((next) =>
      this.request("GET", pathOf(resource, key), {
        query: { ...query, limit: String(pageSize), continue: next },
        accept,
        signal,
      }), begun);
  }

  /**
   * @param path below the server's address
   * @returns the parsed body of the answer
   * @throws {ApiError} where the server refused
   * @throws {ConnectionError} where it could not be reached or its answer was lost
   */
  async request<T>(method: string, path: string, options: RequestOptions): Promise<T> {
    const { query, ...rest } = options;
    const request = { ...rest, method, path: path + search(query) };
    return await this.#retrying(request, () => this.#session.send(request)) as T;
  }

  /**
   * What a GET brings, as it comes.
   * @param idleLimit milliseconds for which nothing may come; undefined for any time
   * @throws {ApiError} {ConnectionError} the latter by what is returned, too
   */
  async open(
    path: string,
    { query, signal }: Pick<RequestOptions, "query" | "signal">,
    idleLimit?: number,
  ): Promise<AsyncGenerator<Uint8Array>> {
    const request = { method: "GET", path: path + search(query), signal };
    return await this.#retrying(request, () => this.#session.open(request, idleLimit));
  }

  async #retrying<T>({ method, signal }: SessionRequest, attempt: () => Promise<T>): Promise<T> {
    for (let number = 1;; number++) {
      try {
        return await attempt();
      } catch (error) {
        const pause = pauseBeforeRetry(error, {
          number,
          isRead: method === "GET",
          sinceAnswer: this.#session.sinceAnswer(),
          sinceOutage: this.#session.sinceOutage(),
          random: this.#host.random(),
        });
        if (pause === undefined) throw error;
        await this.#host.sleep(pause, signal);
      }
    }
  }

  /** What its last answer said of the server's clock, in ms since the epoch, to the second. */
  serverTime(): number | undefined {
    return this.#session.serverTime();
  }

  async close(): Promise<void> {
    await this.#session.close();
  }
}

function search(query: Query = {}): string {
  const given = Object.entries(query).filter((entry): entry is [string, string] =>
    entry[1] !== undefined && entry[1] !== ""
  );
  return given.length === 0 ? "" : `?${new URLSearchParams(given)}`;
}
