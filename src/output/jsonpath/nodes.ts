/** What a JSONPath template is made of. */

/** One step: it turns the values found so far into those that the next step starts from. */
export type Node =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "literal"; readonly value: unknown }
  | { readonly kind: "field"; readonly name: string }
  | { readonly kind: "wildcard" }
  | { readonly kind: "recursive" }
  | Slice
  | { readonly kind: "union"; readonly branches: readonly Path[] }
  | Filter
  /** `range` and `end`; any other word is an error, though only when it is come upon. */
  | { readonly kind: "word"; readonly name: string };

/** `[start:end:step]`; `[start]` alone is the one element. */
export interface Slice {
  readonly kind: "slice";
  readonly start: number | undefined;
  readonly end: number | undefined;
  readonly step: number | undefined;
  readonly one: boolean;
}

/** `[?(left operator right)]`, or `[?(left)]` for the elements that have it. */
export interface Filter {
  readonly kind: "filter";
  readonly left: Path;
  readonly comparison: { readonly operator: string; readonly right: Path } | undefined;
}

/** The steps in one pair of braces, or one stretch of text. */
export type Path = readonly Node[];

export type Template = readonly Path[];

/** Why a template can't be parsed or does not fit an object; the message is kubectl's. */
export class PathError extends Error {
  override name = "PathError";
}
