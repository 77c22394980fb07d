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

Deno.test("Table paints the words of RESULT alone, and columns stay where they are", () => {
  const rows = [["a", "failed", "1s"], ["b", "completed", "2s"]];
  const plain = new Table(["NAME", "RESULT", "AGE"]).format(rows);
  const look = { colour: true, plain: false };
  const painted = new Table(["NAME", "RESULT", "AGE"], { look }).format(rows);
  assert.ok(painted.includes("\x1b[31mfailed\x1b[0m      1s"));
  // deno-lint-ignore no-control-regex -- the codes are what this is about
  assert.equal(painted.replace(/\x1b\[\d+m/g, ""), plain);
});

Deno.test("Table shortens a column as far as rows fit the terminal, and no further", () => {
  const look = { colour: false, plain: false, columns: 40 };
  const table = new Table(["NAME", "URL", "AGE"], { look, shortens: "URL" });
  const url = "https://charts.example.com/bitnami";
  assert.equal(
    table.format([["a", url, "1m"], ["b", "oci://x", "12m"]]),
    [
      "NAME   URL                           AGE\n",
      "a      https://charts.example.c...   1m\n",
      "b      oci://x                       12m\n",
    ].join(""),
  );
});

Deno.test("Table keeps its columns from batch to batch, and shortens nothing in vain", () => {
  const look = { colour: false, plain: false, columns: 40 };
  const table = new Table(["NAME", "URL", "AGE"], { look, shortens: "URL" });
  const url = "https://charts.example.com/bitnami";
  const lines = [
    ...table.format([["a", url, "1m"]]).split("\n"),
    ...table.format([["b", "oci://x", "2m"]]).split("\n"),
    ...table.format([["a-longer-name", url, "3m"]]).split("\n"),
  ].filter((line) => line !== "");
  assert.deepEqual(lines.map((line) => line.length <= 40), Array(4).fill(true));
  assert.equal(lines[1]!.indexOf("1m"), lines[2]!.indexOf("2m"));
  assert.match(lines[3]!, /^a-longer-name {3}https:\/\/charts\.e\.\.\. {3}3m$/);
  // There is no room for a URL beside it.
  const wide = "a-name-that-leaves-no-room-at-all";
  assert.ok(table.format([[wide, url, "4m"]]).includes(` ${url} `));
});

Deno.test("Table says each row in a sentence where somebody listens", () => {
  const look = { colour: false, plain: true };
  const text = new Table(["NAME", "RESULT"], { look }).format([["a\nb", "failed"]]);
  assert.equal(text, "NAME: a.... RESULT: failed.\n");
});
