import assert from "node:assert/strict";
import { parseJson } from "../../../../src/kube/api/json.ts";
import type { KubeObject } from "../../../../src/kube/api/resource.ts";
import { FormatError } from "../../../../src/output/format.ts";
import { compileJsonPath } from "../../../../src/output/jsonpath/jsonpath.ts";

function print(template: string, json: string, allowMissingKeys = true): string {
  const object = parseJson(json) as KubeObject;
  return compileJsonPath(template, { asJson: false, allowMissingKeys })(object);
}

Deno.test("compileJsonPath() orders a map's values by their keys", () => {
  assert.equal(print("{.m.*}", '{"m":{"b":2,"10":1,"9":0,"a":3}}'), "1 0 3 2");
  assert.equal(print("{..x}", '{"b":{"x":2},"a":{"x":1}}'), "1 2");
});

Deno.test("compileJsonPath() compares integers beyond 2^53 exactly", () => {
  const items = '{"l":[{"n":9007199254740992,"a":"x"},{"n":9007199254740993,"a":"y"}]}';
  assert.equal(print("{.l[?(@.n==9007199254740993)].a}", items), "y");
  assert.equal(print("{.l[?(@.n<9007199254740993)].a}", items), "x");
});

Deno.test("compileJsonPath() prints integers that 64 bits can't hold as floats, as Go reads them", () => {
  assert.equal(print("{.n}", '{"n":18446744073709551616}'), "1.8446744073709552e+19");
});

Deno.test("compileJsonPath() orders text by code points", () => {
  const items = '{"l":[{"a":"\uffee"},{"a":"😀"}]}';
  assert.equal(print('{.l[?(@.a<"😀")].a}', items), "\uffee");
});

Deno.test("compileJsonPath() can be used for one object after another", () => {
  const run = compileJsonPath("{range .l[*]}{@},{end}{.m}\n", {
    asJson: false,
    allowMissingKeys: true,
  });
  const objects = ['{"l":[1,2],"m":3}', '{"l":[],"m":4}', '{"l":[5]}'];
  const texts = objects.map((text) => run(parseJson(text) as KubeObject));
  assert.deepEqual(texts, ["1,2,3\n", "4\n", "5,\n"]);
});

Deno.test("compileJsonPath() takes no inherited property for a field", () => {
  assert.equal(print("{.constructor}{.m.toString}{.l.length}", '{"m":{},"l":[1]}'), "");
  assert.equal(print("{.m.__proto__}", '{"m":{"__proto__":"own"}}'), "own");
});

Deno.test("compileJsonPath() says which field is missing where that is an error", () => {
  assert.throws(
    () => print("{.a.b}", '{"a":{}}', false),
    new FormatError('error executing jsonpath "{.a.b}": Error executing template: b is not found'),
  );
  assert.equal(print("{.l[?(@.x==1)].y}|", '{"l":[{"x":1,"y":2}]}', false), "2|");
});
