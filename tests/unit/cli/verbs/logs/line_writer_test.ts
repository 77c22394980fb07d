import assert from "node:assert/strict";
import { LineWriter } from "../../../../../src/cli/verbs/logs/line_writer.ts";
import { terminalOf, usualChoices } from "../../../../../src/output/terminal.ts";
import { FakeHost } from "../../../support/fake_host.ts";

function writer(timestamps = false) {
  const host = new FakeHost();
  const { signal } = new AbortController();
  return {
    host,
    writer: new LineWriter({
      host,
      stop: signal,
      cut: signal,
      terminal: terminalOf(host, usualChoices),
      exitCode: 0,
    }, timestamps),
  };
}

async function* each<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items;
}

const line = { time: "2026-11-22T22:00:01.000000000Z", text: "get https://u:s3cret@h\x1b[31m\r" };

Deno.test("LineWriter masks secrets and what steers a terminal", async () => {
  const { host, writer: plain } = writer();
  await plain.writeAll(each([line, { text: "" }]));
  assert.equal(host.stdout.text, "get https://u:***@h^[[31m\\r\n\n");
  assert.equal(plain.count, 2);
});

Deno.test("LineWriter prints the time where it is wanted and there is one", async () => {
  const { host, writer: timed } = writer(true);
  await timed.writeAll(each([{ ...line, text: "a" }, { text: "b" }]));
  assert.equal(host.stdout.text, `${line.time} a\nb\n`);
});

Deno.test("LineWriter tells a pipe what it waits for after half a minute of silence", async () => {
  const { host, writer: quiet } = writer();
  const over = new AbortController();
  const began = host.time;
  const told: number[] = [];
  await quiet.sayNowAndThen(() => {
    told.push(host.time - began);
    if (told.length === 1) host.time += 10_000;
    if (told.length === 1) quiet.print("a line");
    if (told.length === 3) over.abort();
    return "Waiting";
  }, over.signal);
  // What was said at 30 s was said 10 s later.
  assert.deepEqual(told, [30_000, 70_000, 100_000]);
  assert.equal(host.stderr.text, "Waiting\n".repeat(3));
});

Deno.test("LineWriter leaves somebody who sees the terminal alone", async () => {
  const { host, writer: quiet } = writer();
  host.stderr.isTerminal = true;
  await quiet.sayNowAndThen(() => "Waiting", new AbortController().signal);
  assert.equal(host.stderr.text, "");
});
