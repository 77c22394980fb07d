/** What is there and what becomes of it, for as long as somebody looks: a list, then watches. */

import type { KubeClient, Query } from "./client.ts";
import { ApiError, ConnectionError } from "./errors.ts";
import { type Followed, idOf, KnownObjects } from "./known_objects.ts";
import type { KubeObject, ObjectKey, Resource } from "./resource.ts";

import { watch } from "./watch.ts";

export type { Followed } from "./known_objects.ts";

export interface FollowOptions<T> {
  readonly query?: Query;
  readonly signal: AbortSignal;
  /** What to keep of an object; undefined for one that is of no interest. */
  readonly read: (object: KubeObject) => T | undefined;
  readonly host: { now(): number; sleep(ms: number, signal?: AbortSignal): Promise<void> };
}

/** Milliseconds between two lists where there is no right to watch. */
const pollInterval = 2_000;
/** A watch that lasts less than this, in ms, was no use: a pause comes before the next. */
const shortWatch = 1_000;
const failuresAllowed = 5;

/**
 * Misses nothing: it watches from where the list was made, goes on where a watch ended, and lists
 * again where that is too far back. What happened between two lists comes out as their difference.
 * Without the right to watch it lists again and again.
 * @throws {ApiError} {ConnectionError} where it can't be listed, or the server stays away
 * @throws the reason of the signal
 */
export async function* follow<T>(
  client: Pick<KubeClient, "list" | "open">,
  resource: Resource,
  key: ObjectKey,
  options: FollowOptions<T>,
): AsyncGenerator<Followed<T>> {
  const follower = new Follower(client, resource, key, options);
  while (true) {
    yield* follower.list();
    yield* follower.watch();
  }
}

class Follower<T> {
  readonly #client: Pick<KubeClient, "list" | "open">;
  readonly #resource: Resource;
  readonly #key: ObjectKey;
  readonly #options: FollowOptions<T>;
  readonly #objects: KnownObjects<T>;
  /** Up to which all is known. */
  #version = "";
  #mayWatch = true;
  #failures = 0;

  constructor(
    client: Pick<KubeClient, "list" | "open">,
    resource: Resource,
    key: ObjectKey,
    options: FollowOptions<T>,
  ) {
    this.#client = client;
    this.#resource = resource;
    this.#key = key;
    this.#options = options;
    this.#objects = new KnownObjects(options.read);
  }

  async *list(): AsyncGenerator<Followed<T>> {
    const { query, signal } = this.#options;
    const begun = (resourceVersion: string) => this.#version = resourceVersion;
    const found = new Set<string>();
    const listed = this.#client.list(this.#resource, this.#key, { query, signal, begun });
    for await (const object of listed) {
      found.add(idOf(object));
      yield* this.#objects.seen(object, true);
    }
    yield* this.#objects.missing(found);
    yield { type: "current" };
  }

  /** Ends where the next thing to do is to list again. */
  async *watch(): AsyncGenerator<Followed<T>> {
    const { host, signal } = this.#options;
    while (this.#mayWatch) {
      const began = host.now();
      try {
        yield* this.#watchOnce();
      } catch (error) {
        signal.throwIfAborted();
        if (isRefused(error)) this.#mayWatch = false;
        else if (!isInterruption(error) || ++this.#failures > failuresAllowed) throw error;
        if (mustList(error)) break;
      }
      if (host.now() - began < shortWatch) await host.sleep(shortWatch, signal);
    }
    if (!this.#mayWatch) await host.sleep(pollInterval, signal);
  }

  async *#watchOnce(): AsyncGenerator<Followed<T>> {
    const { query, signal } = this.#options;
    const options = { query, signal, resourceVersion: this.#version };
    for await (const event of watch(this.#client, this.#resource, this.#key, options)) {
      this.#failures = 0;
      if (event.type === "BOOKMARK") {
        this.#version = event.resourceVersion;
        continue;
      }
      this.#version = event.object.metadata.resourceVersion ?? this.#version;
      if (event.type === "DELETED") yield* this.#objects.gone(event.object);
      else yield* this.#objects.seen(event.object, false);
    }
  }
}

function isRefused(error: unknown): boolean {
  return error instanceof ApiError && (error.code === 403 || error.code === 405);
}

/** The versions are gone, or nothing comes through: the next list tells. */
function mustList(error: unknown): boolean {
  return isRefused(error) || (error instanceof ApiError && error.code === 410) ||
    (error instanceof ConnectionError && error.details.kind === "timeout");
}

/** A server that could not be reached at all was away for longer than a restart takes. */
function isInterruption(error: unknown): boolean {
  if (error instanceof ApiError) return true;
  return error instanceof ConnectionError && error.details.kind !== "refused";
}
