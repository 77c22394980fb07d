/** What `-o` asks for. */

/** Those that print an object itself. */
const objectKinds = ["json", "jsonpath", "jsonpath-as-json", "name", "yaml"] as const;

/** Those that make a table of objects. */
type TableKind = "wide" | "custom-columns";
type FileKind = "custom-columns-file" | "jsonpath-file";

export type FormatKind = typeof objectKinds[number] | TableKind | FileKind;

/** A format that prints the object itself. */
export type ObjectFormat =
  | { readonly kind: "name" | "json" | "yaml" }
  | { readonly kind: "jsonpath" | "jsonpath-as-json"; readonly template: string };

/** A format that only lists have. */
export type ListFormat =
  | { readonly kind: "wide" }
  | { readonly kind: "custom-columns"; readonly spec: string }
  /** A file that holds the template. */
  | { readonly kind: "custom-columns-file"; readonly path: string }
  | { readonly kind: "jsonpath-file"; readonly path: string };

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
export function parseFormat(text?: string, allowed?: readonly ObjectFormat["kind"][]): Format;
export function parseFormat(
  text: string | undefined,
  allowed: readonly FormatKind[],
): Format | ListFormat;
export function parseFormat(
  text = "",
  allowed: readonly FormatKind[] = objectKinds,
): Format | ListFormat {
  if (text === "") return { kind: "default" };
  const equals = text.indexOf("=");
  const word = equals === -1 ? text : text.slice(0, equals);
  const value = equals === -1 ? "" : text.slice(equals + 1);
  for (const kind of allowed) {
    if (kind === "json" || kind === "yaml" || kind === "name") {
      if (text.toLowerCase() === kind) return { kind };
    } else if (kind === "wide") {
      if (text === kind) return { kind };
    } else if (word === kind) return withValue(kind, value);
  }
  throw new FormatError(
    `unable to match a printer suitable for the output format ${
      JSON.stringify(text)
    }, allowed formats are: ${allowed.join(",")}`,
  );
}

function withValue(
  kind: "jsonpath" | "jsonpath-as-json" | "custom-columns" | FileKind,
  value: string,
): Format | ListFormat {
  const isColumns = kind === "custom-columns" || kind === "custom-columns-file";
  if (value === "") {
    throw new FormatError(
      isColumns
        ? "custom-columns format specified but no custom columns given"
        : "template format specified but no template given",
    );
  }
  if (kind === "custom-columns") return { kind, spec: value };
  if (kind === "custom-columns-file" || kind === "jsonpath-file") return { kind, path: value };
  return { kind, template: value };
}
