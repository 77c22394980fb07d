/** The API server as one caller sees it: every request has his token, and is tried again where that does no harm. */

import type { Query } from "../kube/api/client.ts";
import { type KubeObject, type ObjectKey, pathOf, type Resource } from "../kube/api/resource.ts";
import { pauseBeforeRetry } from "../kube/api/retry.ts";
import type { ApiRequest, ApiServer } from "./api_server.ts";

export interface CallerClientOptions {
  readonly token: string;
  /** Milliseconds on `timing`'s clock; no pause ends after that. */
  readonly deadline: number;
  /** Called when a PUT is about to be sent. */
  readonly putBegins: () => void;
  readonly timing: {
    now(): number;
    random(): number;
    sleep(ms: number, signal?: AbortSignal): Promise<void>;
  };
}

/** What `refresh()` needs of a client. */
export class CallerClient {
  readonly #server: ApiServer;
  readonly #options: CallerClientOptions;

  constructor(server: ApiServer, options: CallerClientOptions) {
    this.#server = server;
    this.#options = options;
  }

  get<T extends KubeObject>(
    resource: Resource,
    key: ObjectKey,
    { signal }: { readonly signal: AbortSignal },
  ): Promise<T> {
    return this.#patiently<T>({ method: "GET", path: pathOf(resource, key), signal });
  }

  update<T extends KubeObject>(
    resource: Resource,
    object: T,
    query: Query,
    signal: AbortSignal,
  ): Promise<T> {
    const path = `${pathOf(resource, object.metadata)}?${new URLSearchParams(given(query))}`;
    return this.#patiently<T>({ method: "PUT", path, body: object, signal });
  }

  async #patiently<T>(request: Omit<ApiRequest, "token">): Promise<T> {
    const { token, deadline, timing, putBegins } = this.#options;
    const isRead = request.method === "GET";
    for (let number = 1;; number++) {
      try {
        if (!isRead) putBegins();
        return await this.#server.request<T>({ ...request, token });
      } catch (error) {
        const { sinceAnswer, sinceOutage } = this.#server;
        const chance = { number, isRead, sinceAnswer, sinceOutage, random: timing.random() };
        const pause = pauseBeforeRetry(error, chance);
        if (pause === undefined || timing.now() + pause >= deadline) throw error;
        await timing.sleep(pause, request.signal);
      }
    }
  }
}

function given(query: Query): Record<string, string> {
  const entries = Object.entries(query).filter((entry) => entry[1] !== undefined);
  return Object.fromEntries(entries) as Record<string, string>;
}
