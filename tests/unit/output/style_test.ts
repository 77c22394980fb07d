import assert from "node:assert/strict";
import { formatWarning, paintState } from "../../../src/output/style.ts";

Deno.test("paintState() paints words that say how something is, and no others", () => {
  assert.equal(paintState("failed"), "\x1b[31mfailed\x1b[0m");
  assert.equal(paintState("completed"), "\x1b[32mcompleted\x1b[0m");
  assert.equal(paintState("<none>"), "<none>");
  assert.equal(paintState("constructor"), "constructor");
});

Deno.test("formatWarning() paints its first word yellow and bold where colour is allowed", () => {
  assert.equal(formatWarning("old API", true), "\x1b[33;1mWarning:\x1b[0m old API\n");
  assert.equal(formatWarning("old API", false), "Warning: old API\n");
});

Deno.test("formatWarning() lets no control character through", () => {
  assert.equal(formatWarning("a\x1b[2Jb", false), "Warning: a^[[2Jb\n");
});
