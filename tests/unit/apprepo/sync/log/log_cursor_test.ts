import assert from "node:assert/strict";
import { LogCursor } from "../../../../../src/apprepo/sync/log/log_cursor.ts";

const t = "2026-11-22T22:00:0";

interface Case {
  /** Each reading: the lines that the server sends. */
  readonly readings: readonly (readonly string[])[];
  readonly taken: readonly string[];
  readonly sinceTime?: string;
}

const cases: Readonly<Record<string, Case>> = {
  "one reading": {
    readings: [[`${t}1.1Z a`, `${t}1.100000001Z b`, `${t}2Z c`]],
    taken: ["a", "b", "c"],
    sinceTime: `${t}2Z`,
  },
  "a second one from the same second": {
    readings: [[`${t}1.1Z a`, `${t}1.2Z b`], [`${t}1.1Z a`, `${t}1.2Z b`, `${t}1.3Z c`]],
    taken: ["a", "b", "c"],
    sinceTime: `${t}1Z`,
  },
  "lines of one time": {
    readings: [[`${t}1Z a`, `${t}1Z a`], [`${t}1Z a`, `${t}1Z a`, `${t}1Z a`, `${t}1Z b`]],
    taken: ["a", "a", "a", "b"],
    sinceTime: `${t}1Z`,
  },
  "three readings of lines of one time": {
    readings: [[`${t}1Z a`], [`${t}1Z a`, `${t}1Z b`], [`${t}1Z a`, `${t}1Z b`, `${t}1Z c`]],
    taken: ["a", "b", "c"],
    sinceTime: `${t}1Z`,
  },
  "fractions of different lengths": {
    readings: [[`${t}1.5Z a`], [`${t}1.49Z old`, `${t}1.500000001Z b`]],
    taken: ["a", "b"],
    sinceTime: `${t}1Z`,
  },
  "another time zone": {
    readings: [[`${t}1+02:00 a`], ["2026-11-22T20:00:01Z a", "2026-11-22T20:00:02Z b"]],
    taken: ["a", "b"],
    sinceTime: "2026-11-22T20:00:02Z",
  },
  "lines out of order in one reading": {
    readings: [[`${t}1.2Z a`, `${t}1.1Z b`, `${t}1.3Z c`]],
    taken: ["a", "b", "c"],
    sinceTime: `${t}1Z`,
  },
  "lines out of order, read again": {
    readings: [[`${t}1.2Z a`, `${t}1.1Z b`], [`${t}1.2Z a`, `${t}1.1Z b`, `${t}1.3Z c`]],
    taken: ["a", "b", "c"],
    sinceTime: `${t}1Z`,
  },
  "an empty line and one with spaces": {
    readings: [[`${t}1Z `, `${t}2Z  a `, `${t}3Z`]],
    taken: ["", " a ", ""],
    sinceTime: `${t}3Z`,
  },
  "lines without a time": {
    readings: [["unable to retrieve container logs", "1970 a"]],
    taken: ["unable to retrieve container logs", "1970 a"],
  },
};

for (const [what, { readings, taken, sinceTime }] of Object.entries(cases)) {
  Deno.test(`LogCursor: ${what}`, () => {
    const cursor = new LogCursor();
    const found = readings.flatMap((lines) => {
      cursor.begin();
      return lines.flatMap((line) => cursor.take(line) ?? []);
    });
    assert.deepEqual(found.map(({ text }) => text), taken);
    assert.equal(cursor.sinceTime, sinceTime);
  });
}
