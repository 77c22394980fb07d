import assert from "node:assert/strict";
import { formatAge } from "../../../src/output/age.ts";

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** Those of the tests of HumanDuration, and the edges between its forms. */
const rows: readonly (readonly [ms: number, expected: string])[] = [
  [-5 * second, "<invalid>"],
  [-1 * second, "0s"],
  [999, "0s"],
  [second, "1s"],
  [70 * second, "70s"],
  [119 * second, "119s"],
  [2 * minute, "2m"],
  [3 * minute + 5 * second, "3m5s"],
  [10 * minute - 1, "9m59s"],
  [10 * minute, "10m"],
  [3 * hour - 1, "179m"],
  [3 * hour, "3h"],
  [3 * hour + 5 * minute, "3h5m"],
  [8 * hour - 1, "7h59m"],
  [8 * hour, "8h"],
  [48 * hour - 1, "47h"],
  [48 * hour, "2d"],
  [2 * day + 5 * hour, "2d5h"],
  [8 * day, "8d"],
  [2 * 365 * day - 1, "729d"],
  [2 * 365 * day, "2y"],
  [2 * 365 * day + 3 * day, "2y3d"],
  [8 * 365 * day + 3 * day, "8y"],
];

for (const [ms, expected] of rows) {
  Deno.test(`formatAge(${ms}) is ${expected}`, () => assert.equal(formatAge(ms), expected));
}
