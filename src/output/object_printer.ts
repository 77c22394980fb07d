/** Prints API objects in the formats that `-o` names as kubectl does. */

import type { KubeObject } from "../kube/api/resource.ts";
import type { ObjectFormat } from "./format.ts";
import { encodeJson } from "./json.ts";

/** The text of one object, to be written as it is; successive calls print successive objects. */
export type ObjectPrinter = (object: KubeObject) => string;

export interface PrinterOptions {
  /** Whether json and yaml keep `metadata.managedFields`; false by default, as in kubectl. */
  readonly showManagedFields?: boolean;
  /** Whether a jsonpath field that is not there prints nothing (the default) or is an error. */
  readonly allowMissingKeys?: boolean;
}

/**
 * Asynchronous because YAML and JSONPath are loaded only where they are asked for. The printer of a
 * JSONPath may throw a {@link FormatError}, for a template that does not fit the object.
 * @throws {FormatError} for a template that can't be parsed
 */
export async function openPrinter(
  format: ObjectFormat,
  options: PrinterOptions = {},
): Promise<ObjectPrinter> {
  const { showManagedFields = false, allowMissingKeys = true } = options;
  const visible = showManagedFields ? asItIs : withoutManagedFields;
  switch (format.kind) {
    case "name":
      return nameLine;
    case "json":
      return (object) => `${encodeJson(visible(object), "    ")}\n`;
    case "yaml": {
      const { encodeYaml } = await import("./yaml.ts");
      let separator = "";
      return (object) => {
        const text = separator + encodeYaml(visible(object));
        separator = "---\n";
        return text;
      };
    }
    case "jsonpath":
    case "jsonpath-as-json": {
      const { compileJsonPath } = await import("./jsonpath/jsonpath.ts");
      return compileJsonPath(format.template, {
        asJson: format.kind === "jsonpath-as-json",
        allowMissingKeys,
      });
    }
  }
}

function asItIs(object: KubeObject): KubeObject {
  return object;
}

/** As kubectl shows objects, unless it is asked for more. */
export function withoutManagedFields(object: KubeObject): KubeObject {
  if (object.metadata?.managedFields === undefined) return object;
  const { managedFields: _, ...metadata } = object.metadata;
  return { ...object, metadata };
}

/** Such as `apprepository.kubeapps.com/my-repo`; the core group has no name, and adds none. */
function nameLine({ apiVersion = "", kind = "", metadata }: KubeObject): string {
  const group = apiVersion.includes("/") ? `.${apiVersion.slice(0, apiVersion.indexOf("/"))}` : "";
  return `${kind.toLowerCase()}${group}/${metadata.name}\n`;
}
