/**
 * `<<` as kubectl's parser has it: it takes its place among the keys, so that it wins over those before
 * it and loses to those after it. Source: sigs.k8s.io/yaml/goyaml.v2, decode.go.
 */

export const mergeKey = "<<";

type Mapping = Record<string, unknown>;

/**
 * @returns the value with all merges done; shared parts stay shared
 * @throws {Error} where a mapping is merged into itself, or what is merged is no mapping
 */
export function withMerges(value: unknown): unknown {
  return new Merger().merged(value);
}

class Merger {
  readonly #done = new Map<object, unknown>();
  /** The mappings whose merges are under way. */
  readonly #merging = new Set<object>();

  merged(value: unknown): unknown {
    if (value === null || typeof value !== "object") return value;
    if (this.#done.has(value)) return this.#done.get(value);
    return Array.isArray(value) ? this.#list(value) : this.#mapping(value as Mapping);
  }

  #list(list: readonly unknown[]): unknown[] {
    const copy: unknown[] = [];
    // Before its items: one of them may be the list itself.
    this.#done.set(list, copy);
    for (const item of list) copy.push(this.merged(item));
    return copy;
  }

  #mapping(mapping: Mapping): Mapping {
    const copy: Mapping = {};
    this.#done.set(mapping, copy);
    this.#merging.add(mapping);
    for (const [key, value] of Object.entries(mapping)) {
      if (key === mergeKey) this.#merge(copy, value);
      else put(copy, key, this.merged(value));
    }
    this.#merging.delete(mapping);
    return copy;
  }

  #merge(into: Mapping, value: unknown): void {
    // Of several, the first has the last word.
    for (const source of Array.isArray(value) ? value.toReversed() : [value]) {
      if (source === null || typeof source !== "object" || Array.isArray(source)) {
        throw new Error("map merge requires map or sequence of maps as the value");
      }
      if (this.#merging.has(source)) throw new Error("an anchor's value contains itself");
      const merged = this.merged(source) as Mapping;
      for (const [key, inner] of Object.entries(merged)) put(into, key, inner);
    }
  }
}

/** `__proto__` is a key like any other. */
function put(mapping: Mapping, key: string, value: unknown): void {
  Object.defineProperty(mapping, key, {
    value,
    enumerable: true,
    configurable: true,
    writable: true,
  });
}
