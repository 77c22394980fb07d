/** `--sort-by`. Source: k8s.io/kubectl/pkg/cmd/get/sorter.go. */

import { compileFieldPath } from "./field_path.ts";
import { FormatError } from "./format.ts";
import { compareText, float64, int64, isNumber, typeName } from "./go_values.ts";
import { quantityValue } from "./quantity.ts";
import { relaxedPath } from "./relaxed_path.ts";

/**
 * What lacks the field comes first; among equals, the order stays.
 * @param path such as `.spec.url` or `{.metadata.name}`
 * @throws {FormatError} in kubectl's words
 */
export function sortBy<T>(
  items: readonly T[],
  path: string,
  objectOf: (item: T) => object,
): readonly T[] {
  const field = compileFieldPath(path);
  const keyed = items.map((item) => ({ item, found: field(objectOf(item))[0] ?? [] }));
  if (items.length > 0 && keyed.every(({ found }) => found.length === 0)) {
    throw new FormatError(
      `couldn't find any field with path ${
        JSON.stringify(relaxedPath(path))
      } in the list of objects`,
    );
  }
  return keyed.sort((left, right) => compareFound(left.found, right.found)).map(({ item }) => item);
}

function compareFound(left: readonly unknown[], right: readonly unknown[]): number {
  if (left.length === 0 || right.length === 0) return left.length - right.length;
  return compare(left[0], right[0]);
}

function compare(left: unknown, right: unknown): number {
  if (left === null || right === null) return Number(left !== null) - Number(right !== null);
  if (typeof left === "string" && typeof right === "string") return compareStrings(left, right);
  if (isNumber(left) && isNumber(right)) return compareNumbers(left, right);
  if (Array.isArray(left) && Array.isArray(right)) return compareLists(left, right);
  const odd = typeof left === typeof right || typeof left === "object" ? left : right;
  throw new FormatError(`unsortable type: ${typeName(odd)}`);
}

/** Integers of 64 bits are more exact than floats. */
function compareNumbers(left: unknown, right: unknown): number {
  const [one, other] = [int64(left), int64(right)];
  if (one === undefined || other === undefined) return float64(left)! - float64(right)!;
  return one < other ? -1 : Number(one > other);
}

function compareStrings(left: string, right: string): number {
  const quantity = quantityValue(left);
  const other = quantity === undefined ? undefined : quantityValue(right);
  if (quantity === undefined || other === undefined) return compareText(left, right);
  return quantity < other ? -1 : Number(quantity > other);
}

function compareLists(left: readonly unknown[], right: readonly unknown[]): number {
  for (const [at, element] of left.entries()) {
    if (at >= right.length) break;
    const order = compare(element, right[at]);
    if (order !== 0) return order;
  }
  return left.length - right.length;
}
