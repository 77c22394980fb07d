import assert from "node:assert/strict";
import { escapeTerminal } from "../../../src/output/escape.ts";

Deno.test("escapeTerminal() shows escapes and carriage returns as kubectl does", () => {
  assert.equal(escapeTerminal("a\x1b[31mred\x1b[0m\rb"), "a^[[31mred^[[0m\\rb");
});

Deno.test("escapeTerminal() shows all other control characters", () => {
  assert.equal(escapeTerminal("\0\x07\x08\v\f\x7f"), "^@^G^H^K^L^?");
  assert.equal(escapeTerminal("\x80\x9b2J\x9f"), "\\u0080\\u009b2J\\u009f");
});

Deno.test("escapeTerminal() shows what turns the direction of writing", () => {
  assert.equal(escapeTerminal("a\u202eb\u202c\u2066c\u2069"), "a\\u202eb\\u202c\\u2066c\\u2069");
});

Deno.test("escapeTerminal() leaves line breaks, tabs and all scripts", () => {
  const text = "one\n\ttwo Grüße 世界 שלום 😀 \u200f\u00a0";
  assert.equal(escapeTerminal(text), text);
});
