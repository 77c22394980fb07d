import assert from "node:assert/strict";
import { parseDuration } from "../../../../src/cli/flags/duration.ts";

const durations: readonly (readonly [string, number | undefined])[] = [
  ["0", 0],
  ["1s", 1_000],
  ["1m30s", 90_000],
  ["1.5h", 5_400_000],
  ["250ms", 250],
  [".5s", 500],
  ["-1s", -1_000],
  ["1", undefined],
  ["", undefined],
  ["s", undefined],
  ["1d", undefined],
  ["1s ", undefined],
];

for (const [text, ms] of durations) {
  Deno.test(`parseDuration() reads ${JSON.stringify(text)}`, () => {
    assert.equal(parseDuration(text), ms);
  });
}
