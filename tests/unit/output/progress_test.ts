import assert from "node:assert/strict";
import { Progress } from "../../../src/output/progress.ts";

function start(enabled: boolean, columns?: number) {
  const written: string[] = [];
  const progress = new Progress({ write: (text) => written.push(text) }, enabled, columns);
  return { progress, written };
}

Deno.test("Progress redraws its line in place and takes it away", () => {
  const { progress, written } = start(true);
  progress.update("1 of 2");
  progress.update("2 of 2");
  progress.clear();
  assert.deepEqual(written, ["\r1 of 2\x1b[K", "\r2 of 2\x1b[K", "\r\x1b[K"]);
});

Deno.test("Progress writes nothing where it is not enabled", () => {
  const { progress, written } = start(false);
  progress.update("1 of 2");
  progress.clear();
  assert.deepEqual(written, []);
});

Deno.test("Progress writes nothing for the same text, and draws it again after clear()", () => {
  const { progress, written } = start(true);
  progress.clear();
  progress.update("1");
  progress.update("1");
  progress.clear();
  progress.clear();
  progress.update("1");
  assert.deepEqual(written, ["\r1\x1b[K", "\r\x1b[K", "\r1\x1b[K"]);
});

Deno.test("Progress cuts the text to less than the terminal's width", () => {
  const { progress, written } = start(true, 6);
  progress.update("12345678");
  progress.update("😀😀😀😀😀😀😀");
  assert.deepEqual(written, ["\r12345\x1b[K", "\r😀😀😀😀😀\x1b[K"]);
});

Deno.test("Progress keeps to one line, whatever the text", () => {
  const { progress, written } = start(true);
  progress.update("a\nb\tc\x1b[2J");
  assert.deepEqual(written, ["\ra b c^[[2J\x1b[K"]);
});
