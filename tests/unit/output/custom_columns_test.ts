// What kubectl prints for the same columns is compared in tests/binary/list_test.ts.

import assert from "node:assert/strict";
import { compileColumns, compileColumnsFile } from "../../../src/output/custom_columns.ts";
import { FormatError } from "../../../src/output/format.ts";

const object = {
  metadata: { name: "one" },
  list: [1, "two", null, { b: [true], a: 2.5 }],
  empty: {},
  none: null,
};

const rows: readonly (readonly [path: string, expected: string])[] = [
  ["metadata.name", "one"],
  [".metadata.name", "one"],
  ["{metadata.name}", "one"],
  ["{.metadata.name}", "one"],
  [".nope", "<none>"],
  [".nope.deeper", "<none>"],
  [".none", "<nil>"],
  [".empty", "map[]"],
  [".list", "[1 two <nil> map[a:2.5 b:[true]]]"],
  [".list[*]", "1,two,<nil>,map[a:2.5 b:[true]]"],
  [".list[0,1]", "1,two"],
];

for (const [path, expected] of rows) {
  Deno.test(`a column of ${path} is ${expected}`, () => {
    // A comma would end the column.
    const columns = path.includes(",")
      ? compileColumnsFile(`A\n${path}\n`)
      : compileColumns(`A:${path}`);
    assert.deepEqual(columns.row(object), [expected]);
  });
}

Deno.test("compileColumns() takes the first colon for the end of the header", () => {
  const { headers, row } = compileColumns("A:.metadata.name,:.empty");
  assert.deepEqual([headers, row(object)], [["A", ""], ["one", "map[]"]]);
});

const wrong: readonly (readonly [spec: string, message: string])[] = [
  ["A", "unexpected custom-columns spec: A, expected <header>:<json-path-expr>"],
  ["A:.x,", "unexpected custom-columns spec: , expected <header>:<json-path-expr>"],
  [
    "A:{.x",
    "unexpected path string, expected a 'name1.name2' or '.name1.name2' or '{name1.name2}' or '{.name1.name2}'",
  ],
  ["A:.x[", "unterminated array"],
];

for (const [spec, message] of wrong) {
  Deno.test(`compileColumns() refuses ${spec}`, () => {
    assert.throws(() => compileColumns(spec), new FormatError(message));
  });
}

Deno.test("compileColumnsFile() takes a line of headers and a line of paths", () => {
  const { headers, row } = compileColumnsFile("  A   LONGER\t\n.metadata.name    .nope\nmore");
  assert.deepEqual([headers, row(object)], [["A", "LONGER"], ["one", "<none>"]]);
});

const expected =
  "Expected format is one line of space separated headers, one line of space separated column specs.";
const wrongFiles: readonly (readonly [text: string, message: string])[] = [
  ["", `invalid template, missing header line. ${expected}`],
  ["A B\n", `invalid template, missing spec line. ${expected}`],
  ["A B\n.x", "number of headers (2) and field specifications (1) don't match"],
];

for (const [text, message] of wrongFiles) {
  Deno.test(`compileColumnsFile() refuses ${JSON.stringify(text)}`, () => {
    assert.throws(() => compileColumnsFile(text), new FormatError(message));
  });
}
