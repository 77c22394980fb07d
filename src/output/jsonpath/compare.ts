/** Compares two values as Go's templates do: only those of one kind. */

import { compareText, float64, int64 } from "../go_values.ts";
import { PathError } from "./nodes.ts";

/** @throws {PathError} for values that can't be compared, and for an operator that is none */
export function compare(left: unknown, operator: string, right: unknown): boolean {
  switch (operator) {
    case "==":
      return equal(left, right);
    case "!=":
      return !equal(left, right);
    case "<":
      return less(left, right);
    case ">=":
      return !less(left, right);
    case "<=":
      return less(left, right) || equal(left, right);
    case ">":
      return !less(left, right) && !equal(left, right);
  }
  throw new PathError(`unrecognized filter operator ${operator}`);
}

type Basic = boolean | bigint | number | string;

function equal(left: unknown, right: unknown): boolean {
  const [a, b] = sameKind(left, right);
  return a === b;
}

function less(left: unknown, right: unknown): boolean {
  const [a, b] = sameKind(left, right);
  if (typeof a === "boolean" || typeof b === "boolean") {
    throw new PathError("invalid type for comparison");
  }
  if (typeof a === "string" && typeof b === "string") return compareText(a, b) < 0;
  return a < b;
}

function sameKind(left: unknown, right: unknown): [Basic, Basic] {
  const [a, b] = [basic(left), basic(right)];
  if (typeof a !== typeof b) throw new PathError("incompatible types for comparison");
  return [a, b];
}

/** An integer is a bigint here, all other numbers are floats. */
function basic(value: unknown): Basic {
  const number = int64(value) ?? float64(value);
  if (number !== undefined) return number;
  if (typeof value === "boolean" || typeof value === "string") return value;
  throw new PathError("invalid type for comparison");
}
