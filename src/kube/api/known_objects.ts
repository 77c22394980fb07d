import type { KubeObject } from "./resource.ts";

export type Followed<T> =
  /** It is there, new or changed. A listed one may have been there for longer, and changed since. */
  | { readonly type: "seen"; readonly item: T; readonly isListed: boolean }
  /** It is gone; the item is what was last seen of it. */
  | { readonly type: "gone"; readonly item: T }
  /** All that was there when it was listed has been seen. */
  | { readonly type: "current" };

/** An object as it was last seen. */
interface Known<T> {
  readonly item: T;
  readonly version: string;
}

/** Tells what is new or changed of the objects that a list or a watch brings. */
export class KnownObjects<T> {
  readonly #read: (object: KubeObject) => T | undefined;
  readonly #known = new Map<string, Known<T>>();

  constructor(read: (object: KubeObject) => T | undefined) {
    this.#read = read;
  }

  *seen(object: KubeObject, isListed: boolean): Generator<Followed<T>> {
    const id = idOf(object);
    const { resourceVersion: version = "" } = object.metadata;
    if (this.#known.get(id)?.version === version) return;
    const item = this.#read(object);
    if (item === undefined) return;
    this.#known.set(id, { item, version });
    yield { type: "seen", item, isListed };
  }

  *gone(object: KubeObject): Generator<Followed<T>> {
    const item = this.#read(object);
    if (!this.#known.delete(idOf(object)) || item === undefined) return;
    yield { type: "gone", item };
  }

  /** @param found what is still there */
  *missing(found: ReadonlySet<string>): Generator<Followed<T>> {
    for (const [id, { item }] of this.#known) {
      if (found.has(id)) continue;
      this.#known.delete(id);
      yield { type: "gone", item };
    }
  }
}

/** One that was deleted and made again under its name is another. */
export function idOf({ metadata: { uid, namespace, name } }: KubeObject): string {
  return uid ?? `${namespace}/${name}`;
}
