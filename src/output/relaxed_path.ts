import { FormatError } from "./format.ts";

/**
 * A field's path with or without its braces and its leading dot, as a JSONPath: `{.metadata.name}`.
 * Source: RelaxedJSONPathExpression in k8s.io/kubectl/pkg/cmd/get.
 * @throws {FormatError} in kubectl's words
 */
export function relaxedPath(text: string): string {
  if (text === "") return text;
  const [found, braced, bare] = /^\{\.?([^{}]+)\}$|^\.?([^{}]+)$/.exec(text) ?? [];
  if (found !== undefined) return `{.${braced ?? bare}}`;
  throw new FormatError(
    "unexpected path string, expected a 'name1.name2' or '.name1.name2' or '{name1.name2}' or '{.name1.name2}'",
  );
}
