import assert from "node:assert/strict";
import { parseYaml } from "../../../../src/kube/kubeconfig/yaml.ts";

const rows: readonly (readonly [text: string, value: unknown])[] = [
  ["a: 1\n<<: {a: 2, b: 3}\nb: 4", { a: 2, b: 4 }],
  ["<<: [{a: 1}, {a: 2, b: 2}]\nc: 3", { a: 1, b: 2, c: 3 }],
  ["k: &k {<<: {a: 1}, b: 2}\nl: {<<: *k, c: 3}", { k: { a: 1, b: 2 }, l: { a: 1, b: 2, c: 3 } }],
  ["a: [{<<: {b: 1}}]", { a: [{ b: 1 }] }],
  ["a: !!binary aGkg8J+Riw==", { a: "hi \u{1f44b}" }],
  ["a: !!binary |\n  aG\n  k=", { a: "hi" }],
  ["a: !!python/tuple [1, 2]", { a: [1, 2] }],
  ["a: !local {b: c}", { a: { b: "c" } }],
  ["a: !<tag:example.com,2000:x> b", { a: "b" }],
  ["a: !!str 1", { a: "1" }],
  ["a: !!int '1'", { a: 1 }],
  ["a: yes", { a: true }],
  ['{"a": 1} and more', { a: 1 }],
  ['{"a": 1}\n{"b": 2}', { a: 1 }],
  ["{a: 1}", { a: 1 }],
  ["", null],
];
for (const [text, value] of rows) {
  Deno.test(`parseYaml() reads ${JSON.stringify(text)}`, () => {
    assert.deepEqual(JSON.parse(JSON.stringify(parseYaml(text))), value);
  });
}

for (const text of ["a: &a {<<: *a}", "a: &a {b: {<<: *a}}", "<<: 1", "<<: [1]", "a: !!binary $"]) {
  Deno.test(`parseYaml() refuses ${JSON.stringify(text)}`, () => {
    assert.throws(() => parseYaml(text));
  });
}

Deno.test("parseYaml() keeps an anchor within itself as what it is", () => {
  const value = parseYaml("a: &a [*a]\n'<<': {b: 1}") as { a: unknown[] };
  assert.equal(value.a[0], value.a);
});

Deno.test("parseYaml() takes __proto__ for a key", () => {
  const value = parseYaml("a: {<<: {__proto__: {b: 1}}}") as { a: Record<string, unknown> };
  assert.equal(value.a.b, undefined);
});
