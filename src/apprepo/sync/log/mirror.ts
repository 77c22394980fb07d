/** What is there of one kind of object, kept up to date behind the back of those who look. */

import { follow } from "../../../kube/api/follow.ts";
import type { Query } from "../../../kube/api/client.ts";
import type { KubeObject, Resource } from "../../../kube/api/resource.ts";
import type { LogWorld } from "./container_log.ts";

export interface Mirrored<T> {
  /** As it was last seen. */
  readonly item: T;
  readonly isGone: boolean;
}

export class Mirror<T> {
  readonly #world: LogWorld;
  readonly #signal: AbortSignal;
  readonly #idOf: (item: T) => string;
  readonly #items = new Map<string, Mirrored<T>>();
  #failure: { readonly error: unknown } | undefined;
  #changed = Promise.withResolvers<void>();

  /** @param signal ends what goes on behind the back */
  constructor(world: LogWorld, signal: AbortSignal, idOf: (item: T) => string) {
    this.#world = world;
    this.#signal = signal;
    this.#idOf = idOf;
  }

  /** @returns when all that is there has been seen */
  follow(
    resource: Resource,
    namespace: string,
    query: Query,
    read: (object: KubeObject) => T | undefined,
  ): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const { client, host } = this.#world;
    const following = async () => {
      const options = { query, read, host, signal: this.#signal };
      for await (const news of follow(client, resource, { namespace }, options)) {
        if (news.type === "current") resolve();
        else this.put(news.item, news.type === "gone");
      }
    };
    following().catch((error) => {
      this.#failure ??= { error };
      reject(error);
      this.#tell();
    });
    return promise;
  }

  put(item: T, isGone = false): void {
    this.#items.set(this.#idOf(item), { item, isGone });
    this.#tell();
  }

  /** @throws {ApiError} {ConnectionError} where it can't be followed any more */
  get items(): readonly Mirrored<T>[] {
    if (this.#failure) throw this.#failure.error;
    return [...this.#items.values()];
  }

  of(id: string): Mirrored<T> | undefined {
    if (this.#failure) throw this.#failure.error;
    return this.#items.get(id);
  }

  /** Resolves at the next change; a mirror that has failed tells when it is looked into. */
  get changed(): Promise<void> {
    return this.#changed.promise;
  }

  #tell(): void {
    this.#changed.resolve();
    this.#changed = Promise.withResolvers<void>();
  }
}
