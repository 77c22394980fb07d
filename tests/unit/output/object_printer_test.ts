import assert from "node:assert/strict";
import { parseJson } from "../../../src/kube/api/json.ts";
import type { KubeObject } from "../../../src/kube/api/resource.ts";
import { FormatError } from "../../../src/output/format.ts";
import { openPrinter } from "../../../src/output/object_printer.ts";

const object: KubeObject = {
  apiVersion: "kubeapps.com/v1alpha1",
  kind: "AppRepository",
  metadata: { name: "my-repo", managedFields: [{ manager: "kubectl" }] },
};

Deno.test("openPrinter() hides managedFields in json and yaml, and leaves the object as it is", async () => {
  const json = await openPrinter({ kind: "json" });
  const yaml = await openPrinter({ kind: "yaml" });
  assert.deepEqual(JSON.parse(json(object)).metadata, { name: "my-repo" });
  assert.doesNotMatch(yaml(object), /managedFields/);
  assert.notEqual(object.metadata.managedFields, undefined);
});

Deno.test("openPrinter() shows managedFields when asked to", async () => {
  const json = await openPrinter({ kind: "json" }, { showManagedFields: true });
  const yaml = await openPrinter({ kind: "yaml" }, { showManagedFields: true });
  assert.deepEqual(JSON.parse(json(object)).metadata, object.metadata);
  assert.match(yaml(object), /^ {2}managedFields:\n {2}- manager: kubectl\n/m);
});

Deno.test("openPrinter() separates successive YAML documents, each printer for itself", async () => {
  const small = { apiVersion: "v1", kind: "A", metadata: { name: "a" } };
  const text = "apiVersion: v1\nkind: A\nmetadata:\n  name: a\n";
  const print = await openPrinter({ kind: "yaml" });
  assert.deepEqual([print(small), print(small), print(small)], [
    text,
    `---\n${text}`,
    `---\n${text}`,
  ]);
  const other = await openPrinter({ kind: "yaml" });
  assert.equal(other(small), text);
});

Deno.test("openPrinter() prints successive JSON documents one after the other", async () => {
  const print = await openPrinter({ kind: "json" });
  const small = { kind: "A", metadata: {} };
  const text = '{\n    "kind": "A",\n    "metadata": {}\n}\n';
  assert.equal(print(small) + print(small), text + text);
});

Deno.test("openPrinter() names an object of the core group without a group", async () => {
  const print = await openPrinter({ kind: "name" });
  assert.equal(print(object), "apprepository.kubeapps.com/my-repo\n");
  assert.equal(print({ apiVersion: "v1", kind: "Secret", metadata: { name: "a" } }), "secret/a\n");
});

Deno.test("openPrinter() keeps all digits of numbers beyond 2^53", async () => {
  const big = parseJson(
    '{"apiVersion":"v1","kind":"A","metadata":{"name":"a"},"number":9007199254740993,"l":[-9223372036854775808]}',
  ) as KubeObject;
  const json = await openPrinter({ kind: "json" });
  const yaml = await openPrinter({ kind: "yaml" });
  const path = await openPrinter({ kind: "jsonpath", template: "{.number} {.l} {.l[0]}" });
  assert.match(json(big), /"number": 9007199254740993\n/);
  assert.match(json(big), /\n {8}-9223372036854775808\n/);
  assert.match(yaml(big), /^l:\n- -9223372036854775808\n/m);
  assert.match(yaml(big), /^number: 9007199254740993\n/m);
  assert.equal(path(big), "9007199254740993 [-9223372036854775808] -9223372036854775808");
});

Deno.test("openPrinter() leaves out a field that is undefined", async () => {
  const partial = { apiVersion: "v1", kind: "A", metadata: { name: "a", uid: undefined } };
  assert.doesNotMatch((await openPrinter({ kind: "json" }))(partial), /uid/);
  assert.doesNotMatch((await openPrinter({ kind: "yaml" }))(partial), /uid/);
  const path = await openPrinter({ kind: "jsonpath", template: "{.metadata.uid}|{.metadata.*}" });
  assert.equal(path(partial), "|a");
});

Deno.test("openPrinter() refuses a template that can't be parsed before anything is printed", async () => {
  await assert.rejects(
    openPrinter({ kind: "jsonpath", template: "{.a" }),
    new FormatError("error parsing jsonpath {.a, unclosed action"),
  );
});

Deno.test("openPrinter() shows nothing of the object when a template does not fit it", async () => {
  const print = await openPrinter({ kind: "jsonpath", template: "{.metadata[0]}" });
  assert.throws(() => print(object), (error: Error) => !error.message.includes("my-repo"));
});
