import assert from "node:assert/strict";
import { load } from "js-yaml";
import { encodeYaml } from "../../../src/output/yaml.ts";

Deno.test("encodeYaml() writes text that YAML 1.1 would read as a number in quotes", () => {
  for (const text of ["1_000", "1e3_", "1__0.5", "0x_1f", "0b1_0", "-1_", "+1_0"]) {
    assert.equal(encodeYaml({ text }), `text: "${text}"\n`);
  }
  assert.equal(encodeYaml({ text: "_1" }), "text: _1\n");
});

Deno.test("encodeYaml() keeps values that kubectl writes in another form", () => {
  const values = {
    astral: "😀",
    separators: "a\u2028b\u2029c\u0085d\u00a0e",
    equals: "=",
    merge: "<<",
    long: "word ".repeat(40).trim(),
    carriageReturn: "a\r\nb",
    leadingBreaks: "\n\n a\n",
    "key\nwith a break": "a",
    "": "empty key",
  };
  assert.deepEqual(load(encodeYaml(values)), values);
});

Deno.test("encodeYaml() does not fold long lines", () => {
  const text = "word ".repeat(40).trim();
  assert.equal(encodeYaml({ text }), `text: ${text}\n`);
});

Deno.test("encodeYaml() repeats an object that is met twice", () => {
  const shared = { a: 1 };
  assert.equal(encodeYaml({ x: shared, y: shared }), 'x:\n  a: 1\n"y":\n  a: 1\n');
});
