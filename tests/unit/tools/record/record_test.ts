import assert from "node:assert/strict";
import { linesOf, shortened } from "../../../../tools/record/frames.ts";
import { svg } from "../../../../tools/record/svg.ts";

Deno.test("linesOf() keeps a line for as long as it is to be seen", () => {
  const frames = [
    { at: 0, lines: ["$ a"] },
    { at: 100, lines: ["$ a", "one"] },
    { at: 200, lines: ["$ a", "two"] },
  ];
  assert.deepEqual(linesOf(frames, 300), [
    { row: 1, text: "one", from: 100, until: 200 },
    { row: 0, text: "$ a", from: 0, until: 300 },
    { row: 1, text: "two", from: 200, until: 300 },
  ]);
});

Deno.test("shortened() cuts pauses in which nothing happens", () => {
  const at = [0, 100, 60_100, 60_200].map((at) => ({ at, lines: [] }));
  assert.deepEqual(shortened(at).map((frame) => frame.at), [0, 100, 2_700, 2_800]);
});

Deno.test("svg() has the text as text, colours as classes, and no script", () => {
  const picture = { title: "a <b>", description: "c", columns: 10, rows: 2, length: 300 };
  const lines = [{ row: 0, text: "\x1b[31mfailed\x1b[0m & <x>", from: 0, until: 300 }];
  const text = svg(lines, picture);
  assert.ok(text.includes('<tspan class="red">failed</tspan> &amp; &lt;x&gt;</text>'));
  assert.ok(text.includes('<title id="t">a &lt;b&gt;</title>'));
  assert.doesNotMatch(text, /<script|href/);
});

Deno.test("the recorded session is small, and of commands that there are", async () => {
  const text = await Deno.readTextFile(new URL("../../../../docs/session.svg", import.meta.url));
  assert.ok(text.length < 100_000);
  for (const command of ["refresh tools -n team-b --wait", "list -A", "webhook-url my-repo"]) {
    assert.ok(text.includes(`$ kubectl apprepo ${command}`), command);
  }
});
