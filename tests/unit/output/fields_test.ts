import assert from "node:assert/strict";
import { formatFields } from "../../../src/output/fields.ts";

Deno.test("formatFields() has texts in one column, and the rest below", () => {
  const text = formatFields([
    ["Name", "one"],
    ["Longer Name", "two"],
    ["Lines", { lines: ["a", "b"] }],
    ["Fields", { fields: [["Inner", "x"], ["In", "y"]] }],
    ["Table", { headers: ["A", "BB"], rows: [["1", "2"], ["333333", "4"]] }],
  ]);
  assert.equal(
    text,
    `Name:         one
Longer Name:  two
Lines:
  a
  b
Fields:
  Inner:  x
  In:     y
Table:
  A        BB
  1        2
  333333   4
`,
  );
});

Deno.test("formatFields() keeps a text on its line, and no terminal is steered", () => {
  assert.equal(formatFields([["A", "x\ny\x1b[2J"]]), "A:  x y^[[2J\n");
  assert.equal(formatFields([["A", { lines: ["x\ty\x07"] }]]), "A:\n  x y^G\n");
});
