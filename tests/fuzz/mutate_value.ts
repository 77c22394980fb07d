// Changes the structure of JSON-like values: what stands where is no longer what belongs there.

import type { Random } from "./random.ts";

type Container = Record<string, unknown> | unknown[];

interface Place {
  readonly container: Container;
  readonly key: string | number;
}

/** A copy of the value with one to four changes. */
export function mutatedValue(random: Random, value: unknown): unknown {
  const root: Record<string, unknown> = { value: structuredClone(value) };
  for (let left = 1 + random.below(4); left > 0; left--) mutateOnce(random, root);
  return root["value"] ?? null;
}

function mutateOnce(random: Random, root: Container): void {
  const places = placesIn(root);
  if (places.length === 0) return;
  const place = random.pick(places);
  switch (random.below(8)) {
    case 0:
      return remove(place);
    case 1:
      return set(place, get(random.pick(places)));
    case 2:
      return set(place, [get(place)]);
    case 3:
      return set(place, { [random.pick(oddKeys)]: get(place) });
    case 4:
      return insert(random, place);
    default:
      return set(place, oddValue(random));
  }
}

function placesIn(container: Container, found: Place[] = [], depth = 0): Place[] {
  for (const key of Array.isArray(container) ? container.keys() : Object.keys(container)) {
    const place = { container, key };
    found.push(place);
    const value = get(place);
    if (typeof value === "object" && value !== null && depth < 8 && found.length < 500) {
      placesIn(value as Container, found, depth + 1);
    }
  }
  return found;
}

function get({ container, key }: Place): unknown {
  return (container as Record<string | number, unknown>)[key];
}

function set({ container, key }: Place, value: unknown): void {
  Object.defineProperty(container, key, {
    value: structuredClone(value),
    configurable: true,
    enumerable: true,
    writable: true,
  });
}

function remove({ container, key }: Place): void {
  if (Array.isArray(container)) container.splice(Number(key), 1);
  else delete (container as Record<string | number, unknown>)[key];
}

function insert(random: Random, place: Place): void {
  const value = get(place);
  if (typeof value !== "object" || value === null) return set(place, oddValue(random));
  if (Array.isArray(value)) value.push(oddValue(random));
  else set({ container: value as Container, key: random.pick(oddKeys) }, oddValue(random));
}

const oddKeys = ["__proto__", "constructor", "toString", "", "name", "a b", "items", "metadata"];

/** Something of a type or a size that is seldom right. */
export function oddValue(random: Random): unknown {
  return random.pick<() => unknown>([
    () => null,
    () => true,
    () => random.pick([0, -1, 1.5, 1e308, 2 ** 53, -(2 ** 63), 1e-7]),
    () => "",
    () => random.text(),
    () =>
      random.pick(["a", "default", "1", "true", "null", "..", "/", "%2f", "http://127.0.0.1:1"]),
    () => "x".repeat(random.pick([300, 70_000])),
    () => [],
    () => [null],
    () => [random.text(), random.below(9)],
    () => ({}),
    () => ({ [random.text(6)]: random.text() }),
    () => deep,
  ])();
}

/** Stands for a value so deep that no library could write it. */
const deep = "@@deep@@";

/** Puts depth into JSON or YAML that was made from a mutated value. */
export function deepened(random: Random, text: string): string {
  return text.replace(/["']?@@deep@@["']?/g, () => {
    const depth = random.pick([50, 1_000, 20_000]);
    return `${"[".repeat(depth)}1${"]".repeat(depth)}`;
  });
}
