/** A List of API objects as kubectl prints it, in pieces, so that it need not be in memory. */

import type { KubeObject } from "../kube/api/resource.ts";
import { encodeJson } from "./json.ts";

/** Each piece of text is to be written as it is, one after the other. */
export interface ObjectListPrinter {
  begin(): string;
  item(object: KubeObject): string;
  end(): string;
}

export function jsonListPrinter(): ObjectListPrinter {
  let isEmpty = true;
  return {
    begin: () => '{\n    "apiVersion": "v1",\n    "items": [',
    item(object) {
      const separator = isEmpty ? "" : ",";
      isEmpty = false;
      return `${separator}\n        ${encodeJson(object, "    ", "\n        ")}`;
    },
    end: () =>
      `${
        isEmpty ? "" : "\n    "
      }],\n    "kind": "List",\n    "metadata": {\n        "resourceVersion": ""\n    }\n}\n`,
  };
}

/** Asynchronous because YAML is loaded only where it is asked for. */
export async function yamlListPrinter(): Promise<ObjectListPrinter> {
  const { encodeYaml } = await import("./yaml.ts");
  let isEmpty = true;
  return {
    begin: () => "apiVersion: v1\nitems:",
    item(object) {
      const separator = isEmpty ? "\n" : "";
      isEmpty = false;
      return separator + encodeYaml([object]);
    },
    end: () => `${isEmpty ? " []\n" : ""}kind: List\nmetadata:\n  resourceVersion: ""\n`,
  };
}
