// kubectl's order of the same objects is compared in tests/binary/list_test.ts.

import assert from "node:assert/strict";
import { parseJson } from "../../../src/kube/api/json.ts";
import { FormatError } from "../../../src/output/format.ts";
import { quantityValue } from "../../../src/output/quantity.ts";
import { sortBy } from "../../../src/output/sort_by.ts";

interface Item {
  readonly id: string;
  readonly x?: unknown;
}

function order(values: Readonly<Record<string, unknown>>, path = ".x"): string {
  const items: Item[] = Object.entries(values).map(([id, x]) =>
    x === undefined ? { id } : { id, x }
  );
  return sortBy(items, path, (item) => item).map(({ id }) => id).join("");
}

const rows: readonly (readonly [
  title: string,
  values: Readonly<Record<string, unknown>>,
  expected: string,
])[] = [
  ["texts", { a: "b", b: "a", c: "B" }, "cba"],
  ["texts of digits, which are quantities", { a: "10", b: "9", c: "1Ki" }, "bac"],
  ["texts of which one is no quantity", { a: "10", b: "9x" }, "ab"],
  ["numbers", { a: 10, b: 9.5, c: -1 }, "cba"],
  ["integers beyond 2^53", {
    a: parseJson("9007199254740993"),
    b: parseJson("9007199254740992"),
  }, "ba"],
  ["what lacks the field", { a: 1, b: undefined, c: 0 }, "bca"],
  ["null", { a: "x", b: null, c: undefined }, "cba"],
  ["lists", { a: [2], b: [1, 5], c: [1, 4] }, "cba"],
  ["equals, which stay as they are", { b: "x", a: "x" }, "ba"],
];

for (const [title, values, expected] of rows) {
  Deno.test(`sortBy() sorts ${title}`, () => assert.equal(order(values), expected));
}

Deno.test("sortBy() takes a path in each of its forms", () => {
  for (const path of ["x", ".x", "{x}", "{.x}"]) assert.equal(order({ a: 2, b: 1 }, path), "ba");
});

Deno.test("sortBy() refuses a field that none has, and types that have no order", () => {
  assert.throws(
    () => order({ a: undefined }),
    new FormatError('couldn\'t find any field with path "{.x}" in the list of objects'),
  );
  assert.throws(() => order({ a: true, b: false }), new FormatError("unsortable type: bool"));
  assert.throws(
    () => order({ a: {}, b: {} }),
    new FormatError("unsortable type: map[string]interface {}"),
  );
  assert.deepEqual(sortBy([], ".x", (item) => item), []);
});

const ascending = [
  "-1",
  "0",
  "100u",
  "1m",
  "0.5",
  "1",
  "1.5",
  "1e3",
  "1025",
  "2k",
  "1Mi",
  "2M",
  "3E",
];

Deno.test("quantityValue() compares as quantities do", () => {
  const values = ascending.map((text) => quantityValue(text)!);
  assert.deepEqual(values.toSorted((left, right) => left < right ? -1 : 1), values);
  assert.equal(quantityValue("1Ki"), quantityValue("1024"));
  assert.equal(quantityValue("1.50"), quantityValue("1500m"));
});

Deno.test("quantityValue() knows what is none", () => {
  for (const text of ["", "x", "1x", ".", "-", "1 Ki", "1e", "1KiB", "1e999999999"]) {
    assert.equal(quantityValue(text), undefined, text);
  }
});
