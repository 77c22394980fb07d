import assert from "node:assert/strict";
import { allowsColour, formatWarning } from "../../../src/output/style.ts";

function allowed(variables: Record<string, string>, { isTerminal = true, os = "linux" } = {}) {
  return allowsColour({ isTerminal, os, env: { get: (name) => variables[name] } });
}

Deno.test("allowsColour() wants a terminal that is not dumb", () => {
  assert.equal(allowed({ TERM: "xterm" }), true);
  assert.equal(allowed({}), true);
  assert.equal(allowed({ TERM: "xterm" }, { isTerminal: false }), false);
  assert.equal(allowed({ TERM: "dumb" }), false);
});

Deno.test("allowsColour() counts an empty NO_COLOR as set", () => {
  assert.equal(allowed({ NO_COLOR: "1" }), false);
  assert.equal(allowed({ NO_COLOR: "" }), false);
});

Deno.test("allowsColour() wants Windows Terminal on Windows", () => {
  assert.equal(allowed({}, { os: "windows" }), false);
  assert.equal(allowed({ WT_SESSION: "" }, { os: "windows" }), false);
  assert.equal(allowed({ WT_SESSION: "x" }, { os: "windows" }), true);
});

Deno.test("formatWarning() paints its first word yellow and bold where colour is allowed", () => {
  assert.equal(formatWarning("old API", true), "\x1b[33;1mWarning:\x1b[0m old API\n");
  assert.equal(formatWarning("old API", false), "Warning: old API\n");
});

Deno.test("formatWarning() lets no control character through", () => {
  assert.equal(formatWarning("a\x1b[2Jb", false), "Warning: a^[[2Jb\n");
});
