import { FormatError } from "./format.ts";
import { PathError } from "./jsonpath/nodes.ts";
import { parseTemplate } from "./jsonpath/parser.ts";
import { walkTemplate } from "./jsonpath/walk.ts";
import { relaxedPath } from "./relaxed_path.ts";

/**
 * What is found at a field's path: for each part of the JSONPath, its values.
 * @throws {FormatError} where the path does not fit the object
 */
export type FieldPath = (object: object) => readonly (readonly unknown[])[];

/** @throws {FormatError} for a path that can't be parsed */
export function compileFieldPath(text: string): FieldPath {
  const template = inKubectlsWords(() => parseTemplate(relaxedPath(text)));
  return (object) =>
    inKubectlsWords(() => walkTemplate(template, object, { allowMissingKeys: true }));
}

function inKubectlsWords<T>(action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (!(error instanceof PathError)) throw error;
    throw new FormatError(error.message, { cause: error });
  }
}
