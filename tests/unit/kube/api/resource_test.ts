import assert from "node:assert/strict";
import { pathOf, type Resource } from "../../../../src/kube/api/resource.ts";

const things: Resource = {
  group: "example.com",
  version: "v1",
  plural: "things",
  kind: "Thing",
  namespaced: true,
};

Deno.test("pathOf() encodes what is no plain name", () => {
  assert.equal(
    pathOf(things, { namespace: "a b", name: "ü?#" }),
    "/apis/example.com/v1/namespaces/a%20b/things/%C3%BC%3F%23",
  );
});

Deno.test("pathOf() takes half a surrogate pair for what Go takes it for", () => {
  assert.equal(pathOf(things, { namespace: "a\ud800" }), pathOf(things, { namespace: "a\ufffd" }));
});

const faults: readonly (readonly [text: string, fault: string])[] = [
  [".", "may not be '.'"],
  ["..", "may not be '..'"],
  ["a/b", "may not contain '/'"],
  ["../secrets", "may not contain '/'"],
  ["/", "may not contain '/'"],
  ["%2e%2e", "may not contain '%'"],
  ["a%2fb", "may not contain '%'"],
];

for (const [text, fault] of faults) {
  Deno.test(`pathOf() refuses ${JSON.stringify(text)} as a name and as a namespace`, () => {
    const quoted = JSON.stringify(text);
    assert.throws(() => pathOf(things, { namespace: text }), {
      message: `error: invalid namespace ${quoted}: [${fault}]`,
    });
    assert.throws(() => pathOf(things, { namespace: "a", name: text }), {
      message: `error: invalid resource name ${quoted}: [${fault}]`,
    });
  });
}

Deno.test("pathOf() refuses empty names, with which the path would be that of a list", () => {
  assert.throws(() => pathOf(things, { namespace: "a", name: "" }), {
    message: "error: resource name may not be empty",
  });
  assert.throws(() => pathOf(things, { namespace: "" }), {
    message: "error: namespace may not be empty",
  });
});
