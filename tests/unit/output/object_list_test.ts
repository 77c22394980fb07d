import assert from "node:assert/strict";
import {
  jsonListPrinter,
  type ObjectListPrinter,
  yamlListPrinter,
} from "../../../src/output/object_list.ts";
import { openPrinter } from "../../../src/output/object_printer.ts";
import type { KubeObject } from "../../../src/kube/api/resource.ts";

const items: readonly KubeObject[] = [
  { apiVersion: "v1", kind: "A", metadata: { name: "one", labels: { b: "x", a: "<y>" } } },
  { apiVersion: "v1", kind: "A", metadata: { name: "two" }, list: [[], {}, [1, "no"]] },
];

const formats: Readonly<Record<string, () => ObjectListPrinter | Promise<ObjectListPrinter>>> = {
  json: jsonListPrinter,
  yaml: yamlListPrinter,
};

for (const [kind, open] of Object.entries(formats)) {
  for (const count of [0, 1, 2]) {
    Deno.test(`a List of ${count} in pieces is the ${kind} of the whole`, async () => {
      const listed = items.slice(0, count);
      const printer = await open();
      const pieces = [printer.begin(), ...listed.map((item) => printer.item(item)), printer.end()];
      const metadata = { resourceVersion: "" };
      const whole = { apiVersion: "v1", items: listed, kind: "List", metadata };
      const format = { kind: kind as "json" | "yaml" };
      assert.equal(pieces.join(""), (await openPrinter(format))(whole));
    });
  }
}
