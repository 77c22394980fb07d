import assert from "node:assert/strict";
import { parseYaml } from "../../../../src/kube/kubeconfig/yaml.ts";

const base = "b: &b {x: 1, z: 2}\n";
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
  ["---\n", null],
  ["a: !!binary dDBrZW4=", { a: "t0ken" }],
  ["a: !!binary |\n  dDBr\n  ZW4=\n", { a: "t0ken" }],
  ["a: !!python/unicode 't0ken'", { a: "t0ken" }],
  ["a: !!python/str 5", { a: "5" }],
  ["a: !Ref t", { a: "t" }],
  ["a: !<tag:example.com,2000:x> t", { a: "t" }],
  ["a: !!str 5\nb: !!int '5'\nc: ! 5\nd: !!bool yes", { a: "5", b: 5, c: "5", d: true }],
  ["a: !x [1]\nb: !!set {c, d}\ne: !!omap [f: 1]", {
    a: [1],
    b: { c: null, d: null },
    e: [{ f: 1 }],
  }],
  ["a: !!timestamp 2001-01-01\nb: 2001-01-01", { a: "2001-01-01", b: "2001-01-01" }],
  [`${base}c: {x: 3, <<: *b}`, { b: { x: 1, z: 2 }, c: { x: 1, z: 2 } }],
  [`${base}c: {<<: *b, x: 3}`, { b: { x: 1, z: 2 }, c: { x: 3, z: 2 } }],
  [`${base}c: {<<: [{x: 8}, *b]}`, { b: { x: 1, z: 2 }, c: { x: 8, z: 2 } }],
  [`${base}c: {<<: [*b, {x: 8}]}`, { b: { x: 1, z: 2 }, c: { x: 1, z: 2 } }],
  [`${base}c: {<<: *b, <<: {z: 9}}`, { b: { x: 1, z: 2 }, c: { x: 1, z: 9 } }],
  ["a: <<", { a: "<<" }],
  ["a: 1\na: 2", { a: 2 }],
  ["a: yes\nb: off\nc: y", { a: true, b: false, c: true }],
  ["\uFEFFa: 1", { a: 1 }],
  ["%YAML 1.1\n# c\n---\na: 1\n...\n]", { a: 1 }],
  ["a: 1\n--- \n]", { a: 1 }],
  ["a: |\n  ---\n  x\n", { a: "---\nx\n" }],
  ['{"a": 1}\ndone\n', { a: 1 }],
  ["{a: it's} # }\ndone: {", { a: "it's" }],
  ["[1]\n2", [1]],
  ["", null],
];
for (const [text, value] of rows) {
  Deno.test(`parseYaml() reads ${JSON.stringify(text)}`, () => {
    assert.deepEqual(JSON.parse(JSON.stringify(parseYaml(text))), value);
  });
}

/** Of merges, by the ten thousand. */
const bomb = `a: &a {${Array.from({ length: 200 }, (_, i) => `k${i}: 1`).join(", ")}}\n` +
  `b: {${Array.from({ length: 60 }, () => "<<: *a").join(", ")}}`;

for (
  const text of [
    "a: &a {<<: *a}",
    "a: &a {b: {<<: *a}}",
    "a: &a [*a]",
    "<<: 1",
    "<<: [1]",
    "a: {<<: [[{b: 1}]]}",
    "a: !!binary $",
    "a: *b",
    "{a: 1",
    "\ta: 1",
    "a: b: c",
    bomb,
  ]
) {
  Deno.test(`parseYaml() refuses ${JSON.stringify(text.slice(0, 30))}`, () => {
    assert.throws(() => parseYaml(text), { name: "YAMLException" });
  });
}

Deno.test("parseYaml() takes any number of aliases", () => {
  const value = parseYaml(`x: [&a b${", *a".repeat(100_000)}]`) as { x: string[] };
  assert.equal(value.x.length, 100_001);
});

Deno.test("parseYaml() takes __proto__ for a key", () => {
  const value = parseYaml("a: {<<: {__proto__: {b: 1}}}") as { a: Record<string, unknown> };
  assert.equal(value.a.b, undefined);
});
