/** Follows one path of a JSONPath template, with kubectl's results where they are surprising. */

import { isNumber, typeName } from "../go_values.ts";
import { sortedEntries } from "../json.ts";
import { compare } from "./compare.ts";
import { type Filter, type Node, type Path, PathError, type Slice } from "./nodes.ts";

export interface Settings {
  /** Whether a field that none of the values has is no error. */
  readonly allowMissingKeys: boolean;
}

export type Values = readonly unknown[];

/** @throws {PathError} where the path does not fit the values */
export function walkPath(path: Path, input: Values, settings: Settings): Values {
  return path.reduce<Values>((values, node) => walkNode(node, values, settings), input);
}

function walkNode(node: Node, input: Values, settings: Settings): Values {
  switch (node.kind) {
    case "text":
      return [node.text];
    case "literal":
      return input.map(() => node.value);
    case "field":
      return readField(node.name, input, settings);
    case "wildcard":
      return input.flatMap(elements);
    case "recursive":
      return input.flatMap(descend);
    case "slice":
      return cutAll(node, input);
    case "union":
      return node.branches.flatMap((branch) => walkPath(branch, input, settings));
    case "filter":
      return input.flatMap((value) => filter(node, value, settings));
    case "word":
      if (node.name === "range") return input;
      if (node.name === "end") return [];
      throw new PathError(`unrecognized identifier ${node.name}`);
  }
}

function readField(name: string, input: Values, { allowMissingKeys }: Settings): Values {
  const found = input.filter((value) => isMap(value) && Object.hasOwn(value, name))
    .map((value) => (value as Record<string, unknown>)[name])
    .filter((value) => value !== undefined);
  if (found.length === 0 && input.length > 0 && !allowMissingKeys) {
    throw new PathError(`${name} is not found`);
  }
  return found;
}

function isMap(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !isNumber(value);
}

/** Go's maps have no order: ours is that of the keys. A string is its bytes. */
function elements(value: unknown): Values {
  if (Array.isArray(value)) return value;
  if (typeof value === "string") return [...new TextEncoder().encode(value)];
  return isMap(value) ? sortedEntries(value).map(([, element]) => element) : [];
}

/** The value and all below it, without those that have no elements, such as numbers. */
function descend(value: unknown): Values {
  const below = elements(value);
  return below.length === 0 ? [] : [value, ...below.flatMap(descend)];
}

/** A slice of no elements ends the step: what the values after it have is not looked at. */
function cutAll(slice: Slice, input: Values): Values {
  const found: unknown[] = [];
  for (const value of input) {
    if (value === null) continue;
    if (!Array.isArray(value)) throw new PathError(`${typeName(value)} is not array or slice`);
    const part = cut(slice, value);
    if (part === undefined) break;
    found.push(...part);
  }
  return found;
}

function cut({ start = 0, end, step = 1, one }: Slice, values: Values): Values | undefined {
  const { length } = values;
  const from = start < 0 ? start + length : start;
  let to = one ? start + 1 : end ?? length;
  if (to < 0 || (to === 0 && one)) to += length;
  if (from === to) return undefined;
  const outside = from < 0 || from >= length ? from : to < 0 || to > length ? to - 1 : undefined;
  if (outside !== undefined) {
    throw new PathError(`array index out of bounds: index ${outside}, length ${length}`);
  }
  if (from > to) {
    throw new PathError(`starting index ${from} is greater than ending index ${to}`);
  }
  if (step <= 0) throw new PathError("step must be > 0");
  return values.slice(from, to).filter((_, index) => index % step === 0);
}

function filter(condition: Filter, value: unknown, settings: Settings): Values {
  if (!Array.isArray(value)) {
    throw new PathError(`${typeName(value)} is not array or slice and cannot be filtered`);
  }
  return value.filter((element) => keeps(condition, element, settings));
}

function keeps({ left, comparison }: Filter, element: unknown, settings: Settings): boolean {
  if (comparison === undefined) return exists(left, element);
  const one = single(walkPath(left, [element], settings));
  if (one === undefined) return false;
  const other = single(walkPath(comparison.right, [element], settings));
  return other !== undefined && compare(one.value, comparison.operator, other.value);
}

/** A path that does not fit the element, such as an index beyond its end, counts as there. */
function exists(path: Path, element: unknown): boolean {
  try {
    return walkPath(path, [element], { allowMissingKeys: true }).length > 0;
  } catch (error) {
    if (error instanceof PathError) return true;
    throw error;
  }
}

function single(values: Values): { readonly value: unknown } | undefined {
  if (values.length > 1) throw new PathError("can only compare one element at a time");
  return values.length === 0 ? undefined : { value: values[0] };
}
