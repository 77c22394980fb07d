/** What `-o` asks for. */

const kinds = ["json", "jsonpath", "jsonpath-as-json", "name", "yaml"] as const;

export type FormatKind = typeof kinds[number];

/** A format that prints the object itself. */
export type ObjectFormat =
  | { readonly kind: "name" | "json" | "yaml" }
  | { readonly kind: "jsonpath" | "jsonpath-as-json"; readonly template: string };

/** `default`: no `-o`, each command's own lines. */
export type Format = { readonly kind: "default" } | ObjectFormat;

/** A format that can't be printed. The message is kubectl's, without `error: ` before it. */
export class FormatError extends Error {
  override name = "FormatError";
}

/**
 * @param text the value of `-o`; undefined and the empty text stand for the default
 * @param allowed the formats that the command has, sorted as its error message should list them
 * @throws {FormatError} for any other format, and for a jsonpath without its template
 */
export function parseFormat(text = "", allowed: readonly FormatKind[] = kinds): Format {
  if (text === "") return { kind: "default" };
  const equals = text.indexOf("=");
  const word = equals === -1 ? text : text.slice(0, equals);
  for (const kind of allowed) {
    if (kind === "jsonpath" || kind === "jsonpath-as-json") {
      if (word === kind) return { kind, template: readTemplate(text, equals) };
    } else if (text.toLowerCase() === kind) return { kind };
  }
  throw new FormatError(
    `unable to match a printer suitable for the output format ${
      JSON.stringify(text)
    }, allowed formats are: ${allowed.join(",")}`,
  );
}

function readTemplate(text: string, equals: number): string {
  const template = equals === -1 ? "" : text.slice(equals + 1);
  if (template === "") throw new FormatError("template format specified but no template given");
  return template;
}
