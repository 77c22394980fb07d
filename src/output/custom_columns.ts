/** `-o custom-columns`. Source: k8s.io/kubectl/pkg/cmd/get/customcolumn.go. */

import type { KubeObject } from "../kube/api/resource.ts";
import { compileFieldPath, type FieldPath } from "./field_path.ts";
import { FormatError } from "./format.ts";
import { formatGo } from "./go_format.ts";

export interface CustomColumns {
  readonly headers: readonly string[];
  /**
   * A cell for each column.
   * @throws {FormatError} where a path does not fit the object
   */
  row(object: KubeObject): string[];
}

/**
 * @param spec such as `NAME:.metadata.name,URL:.spec.url`
 * @throws {FormatError} in kubectl's words
 */
export function compileColumns(spec: string): CustomColumns {
  const columns = spec.split(",").map((part) => {
    const colon = part.indexOf(":");
    if (colon < 0) {
      throw new FormatError(
        `unexpected custom-columns spec: ${part}, expected <header>:<json-path-expr>`,
      );
    }
    return [part.slice(0, colon), part.slice(colon + 1)] as const;
  });
  return columnsOf(columns.map(([header]) => header), columns.map(([, path]) => path));
}

/**
 * @param text a line of headers and a line of paths, separated by spaces
 * @throws {FormatError} in kubectl's words
 */
export function compileColumnsFile(text: string): CustomColumns {
  const lines = text.split(/\r?\n/);
  if (lines.at(-1) === "") lines.pop();
  const [first, second] = lines;
  if (first === undefined) throw missingLine("header");
  if (second === undefined) throw missingLine("spec");
  const [headers, paths] = [words(first), words(second)];
  if (headers.length !== paths.length) {
    throw new FormatError(
      `number of headers (${headers.length}) and field specifications (${paths.length}) don't match`,
    );
  }
  return columnsOf(headers, paths);
}

function columnsOf(headers: readonly string[], paths: readonly string[]): CustomColumns {
  const fields = paths.map(compileFieldPath);
  return { headers, row: (object) => fields.map((field) => cell(field, object)) };
}

function cell(field: FieldPath, object: KubeObject): string {
  const found = field(object);
  const texts = found.flatMap((values) => values.map(formatGo));
  if ((found[0]?.length ?? 0) === 0) texts.unshift("<none>");
  return texts.join(",");
}

function missingLine(what: string): FormatError {
  return new FormatError(
    `invalid template, missing ${what} line. Expected format is one line of space separated headers, one line of space separated column specs.`,
  );
}

function words(line: string): string[] {
  return line.split(/\s+/).filter((word) => word !== "");
}
