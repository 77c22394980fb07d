/** kubectl's JSONPath, which is its own dialect. Source: k8s.io/client-go/util/jsonpath. */

import type { KubeObject } from "../../kube/api/resource.ts";
import { FormatError } from "../format.ts";
import { formatNumber, isNumber } from "../go_values.ts";
import { encodeJson } from "../json.ts";
import { PathError, type Template } from "./nodes.ts";
import { parseTemplate } from "./parser.ts";
import type { Settings } from "./steps.ts";
import { walkTemplate } from "./walk.ts";

/** What `openPrinter` asks of a JSONPath. */
export interface JsonPathOptions extends Settings {
  /** Whether each part of the template prints a JSON array of what it found (`jsonpath-as-json`). */
  readonly asJson: boolean;
}

/**
 * @returns a function that prints the template for an object; it throws a {@link FormatError} where
 *   the template does not fit the object, in kubectl's words but without the object
 * @throws {FormatError} for a template that can't be parsed
 */
export function compileJsonPath(
  text: string,
  { asJson, ...settings }: JsonPathOptions,
): (object: KubeObject) => string {
  const template = parse(text);
  const format = asJson ? asJsonArray : asWords;
  return (object) => {
    try {
      return walkTemplate(template, object, settings).map(format).join("");
    } catch (error) {
      if (!(error instanceof PathError)) throw error;
      const reason = `Error executing template: ${error.message}`;
      throw new FormatError(`error executing jsonpath ${JSON.stringify(text)}: ${reason}`, {
        cause: error,
      });
    }
  };
}

function parse(text: string): Template {
  try {
    return parseTemplate(text);
  } catch (error) {
    if (!(error instanceof PathError)) throw error;
    throw new FormatError(`error parsing jsonpath ${text}, ${error.message}`, { cause: error });
  }
}

function asJsonArray(found: readonly unknown[]): string {
  return `${encodeJson(found, "    ")}\n`;
}

function asWords(found: readonly unknown[]): string {
  return found.map(formatValue).join(" ");
}

function formatValue(value: unknown): string {
  if (isNumber(value)) return formatNumber(value);
  return typeof value === "object" && value !== null ? encodeJson(value) : String(value);
}
