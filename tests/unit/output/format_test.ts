import assert from "node:assert/strict";
import { FormatError, parseFormat } from "../../../src/output/format.ts";

Deno.test("parseFormat() takes no format for the default", () => {
  assert.deepEqual(parseFormat(undefined), { kind: "default" });
  assert.deepEqual(parseFormat(""), { kind: "default" });
});

Deno.test("parseFormat() takes json, yaml and name in any case", () => {
  assert.deepEqual(parseFormat("json"), { kind: "json" });
  assert.deepEqual(parseFormat("YAML"), { kind: "yaml" });
  assert.deepEqual(parseFormat("Name"), { kind: "name" });
});

Deno.test("parseFormat() takes all after the first equals sign for the template", () => {
  const template = '{.items[?(@.a=="b")].c}';
  assert.deepEqual(parseFormat(`jsonpath=${template}`), { kind: "jsonpath", template });
  assert.deepEqual(parseFormat(`jsonpath-as-json=${template}`), {
    kind: "jsonpath-as-json",
    template,
  });
});

Deno.test("parseFormat() refuses a jsonpath without a template", () => {
  const expected = new FormatError("template format specified but no template given");
  for (const text of ["jsonpath", "jsonpath=", "jsonpath-as-json", "jsonpath-as-json="]) {
    assert.throws(() => parseFormat(text), expected);
  }
});

Deno.test("parseFormat() lists the formats that the command has", () => {
  assert.throws(
    () => parseFormat("wide"),
    new FormatError(
      'unable to match a printer suitable for the output format "wide", allowed formats are: json,jsonpath,jsonpath-as-json,name,yaml',
    ),
  );
  assert.throws(
    () => parseFormat("name", ["json", "yaml"]),
    new FormatError(
      'unable to match a printer suitable for the output format "name", allowed formats are: json,yaml',
    ),
  );
  assert.deepEqual(parseFormat("yaml", ["json", "yaml"]), { kind: "yaml" });
});

Deno.test("parseFormat() quotes a format that holds control characters", () => {
  assert.throws(() => parseFormat("a\x1b[2J"), /format "a\\u001b\[2J",/);
});

const ofLists = ["custom-columns", "custom-columns-file", "jsonpath-file", "wide", "yaml"] as const;

Deno.test("parseFormat() takes the formats of lists where they are allowed", () => {
  assert.deepEqual(parseFormat("wide", ofLists), { kind: "wide" });
  assert.deepEqual(parseFormat("custom-columns=A:.a=b", ofLists), {
    kind: "custom-columns",
    spec: "A:.a=b",
  });
  for (const kind of ["custom-columns-file", "jsonpath-file"] as const) {
    assert.deepEqual(parseFormat(`${kind}=/a=b`, ofLists), { kind, path: "/a=b" });
  }
});

Deno.test("parseFormat() refuses a format of lists without what it needs", () => {
  const columns = new FormatError("custom-columns format specified but no custom columns given");
  for (const text of ["custom-columns", "custom-columns=", "custom-columns-file="]) {
    assert.throws(() => parseFormat(text, ofLists), columns);
  }
  assert.throws(
    () => parseFormat("jsonpath-file", ofLists),
    new FormatError("template format specified but no template given"),
  );
});
