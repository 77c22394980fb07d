import assert from "node:assert/strict";
import { cutLine, logLines } from "../../../../../src/apprepo/sync/log/log_lines.ts";

async function* bytes(pieces: readonly (string | Uint8Array)[]): AsyncGenerator<Uint8Array> {
  for (const piece of pieces) {
    yield typeof piece === "string" ? new TextEncoder().encode(piece) : piece;
  }
}

const euro = new TextEncoder().encode("€");

const rows: readonly (readonly [pieces: (string | Uint8Array)[], lines: string[]])[] = [
  [[], []],
  [["a\nb\n"], ["a", "b"]],
  [["a\n", "b"], ["a", "b"]],
  [["a", "b\nc", "d\n"], ["ab", "cd"]],
  [["\n\na\n"], ["", "", "a"]],
  [[euro.slice(0, 1), euro.slice(1), "\n"], ["€"]],
  [["words that are too long\nshort\n"], ["words [cut]", "short"]],
  [["words th", "at are ", "too long"], ["words [cut]"]],
  [["onewordonly"], ["[cut]"]],
  [["exactly10c\n"], ["exactly10c"]],
];

for (const [pieces, lines] of rows) {
  Deno.test(`logLines() of ${JSON.stringify(pieces)}`, async () => {
    assert.deepEqual(await Array.fromAsync(logLines(bytes(pieces), 10)), lines);
  });
}

Deno.test("logLines() of a line without an end keeps little of it", async () => {
  const piece = "x ".repeat(50_000);
  const lines = await Array.fromAsync(logLines(bytes(Array(1_000).fill(piece))));
  assert.equal(lines.length, 1);
  assert.ok(lines[0]!.length < 70_000);
});

Deno.test("cutLine() shows no half of a URL", () => {
  assert.equal(cutLine("get https://user:secret@host", 20), "get [cut]");
});
