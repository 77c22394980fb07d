import assert from "node:assert/strict";
import { Table } from "../../../src/output/table.ts";

Deno.test("Table.format() pads all columns but the last, to six at least", () => {
  const text = new Table(["A", "LONGER", "LAST"]).format([["1", "x", "y"], ["22222", "x", ""]]);
  assert.equal(text, "A       LONGER   LAST\n1       x        y\n22222   x        \n");
  assert.equal(new Table(["A", "B"]).format([["1", "2"]]), "A     B\n1     2\n");
});

Deno.test("Table.format() keeps widths and says headers once", () => {
  const table = new Table(["NAME", "B"]);
  assert.equal(table.format([["longer", "1"]]), "NAME     B\nlonger   1\n");
  assert.equal(table.format([["x", "1"]]), "x        1\n");
  assert.equal(table.format([["much-longer", "1"]]), "much-longer   1\n");
});

Deno.test("Table.format() without headers", () => {
  assert.equal(new Table(["NAME", "B"], { noHeaders: true }).format([["x", "1"]]), "x     1\n");
});

Deno.test("Table.format() shows the first line of a cell, and no character that steers a terminal", () => {
  const text = new Table(["A", "B"]).format([["one\ntwo", "\x1b[31mred\t!"]]);
  assert.equal(text, "A        B\none...   ^[[31mred !\n");
});

Deno.test("Table.format() counts characters, not bytes or halves", () => {
  assert.equal(new Table(["A", "B"]).format([["größe😀", "1"]]), "A        B\ngröße😀   1\n");
});

Deno.test("Table.format() of whole cells has a line for each of theirs", () => {
  const table = new Table(["A", "B"], { wholeCells: true });
  assert.equal(table.format([["one\ntwo", "\x1b!"]]), "A     B\none\ntwo   ^[!\n");
});
