import { formatNumber, isNumber } from "./go_values.ts";
import { sortedEntries } from "./json.ts";

/** A JSON value as Go's `%v` prints it: `map[a:1 b:[x y]]`. */
export function formatGo(value: unknown): string {
  if (isNumber(value)) return formatNumber(value);
  if (value === null) return "<nil>";
  if (Array.isArray(value)) return `[${value.map(formatGo).join(" ")}]`;
  if (typeof value !== "object") return String(value);
  const entries = sortedEntries(value as object);
  return `map[${entries.map(([key, item]) => `${key}:${formatGo(item)}`).join(" ")}]`;
}
