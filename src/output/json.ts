/** JSON as Go's encoding/json writes it: keys sorted, and what HTML takes for markup escaped. */

import { compareText, isRawJson } from "./go_values.ts";

/** @param indent of each level, such as four spaces; the empty text makes it all one line */
export function encodeJson(value: unknown, indent = "", margin = "\n"): string {
  if (isRawJson(value)) return value.rawJSON;
  if (typeof value === "string") return encodeString(value);
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const [open, close] = Array.isArray(value) ? ["[", "]"] : ["{", "}"];
  const inner = margin + indent;
  const parts = Array.isArray(value)
    ? value.map((item) => encodeJson(item, indent, inner))
    : sortedEntries(value).map(([key, item]) =>
      `${encodeString(key)}:${indent && " "}${encodeJson(item, indent, inner)}`
    );
  if (parts.length === 0) return open + close;
  if (indent === "") return open + parts.join(",") + close;
  return open + inner + parts.join(`,${inner}`) + margin + close;
}

/** In the order in which kubectl prints them; a field that is undefined is not there. */
export function sortedEntries(object: object): [string, unknown][] {
  const entries = Object.entries(object).filter(([, value]) => value !== undefined);
  return entries.sort(([left], [right]) => compareText(left, right));
}

function encodeString(text: string): string {
  return JSON.stringify(text).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
