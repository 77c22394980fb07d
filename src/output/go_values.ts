/** JSON values as Go sees and writes them: kubectl's output is made of these words. */

interface RawJson {
  readonly rawJSON: string;
}

const json = JSON as unknown as {
  isRawJSON(value: unknown): value is RawJson;
  rawJSON(text: string): RawJson;
};

/** Whether the value is a number that a double can't hold, kept as its text. */
export const isRawJson = json.isRawJSON;

/**
 * A decimal number that keeps what Go would make of it: an integer, or a float even where it is
 * whole (`2.0`).
 * @returns undefined for text that is no number
 */
export function parseGoNumber(text: string): number | RawJson | undefined {
  const value = Number(text);
  if (Number.isNaN(value)) return undefined;
  if (!text.includes(".")) {
    return Number.isSafeInteger(value) ? value : json.rawJSON(String(BigInt(text)));
  }
  return Number.isSafeInteger(value) ? json.rawJSON(`${value}.0`) : value;
}

export function isNumber(value: unknown): boolean {
  return typeof value === "number" || isRawJson(value);
}

/** The integer that the value is in Go, where integers have 64 bits and all others are floats. */
export function int64(value: unknown): bigint | undefined {
  if (Number.isSafeInteger(value)) return BigInt(value as number);
  if (!isRawJson(value) || value.rawJSON.includes(".")) return undefined;
  const exact = BigInt(value.rawJSON);
  return BigInt.asIntN(64, exact) === exact ? exact : undefined;
}

/** The float that the value is in Go. */
export function float64(value: unknown): number | undefined {
  if (isRawJson(value)) return Number(value.rawJSON);
  return typeof value === "number" ? value : undefined;
}

/** A number as Go's `%v` prints it: from a million on with an exponent, of two digits at least. */
export function formatNumber(value: unknown): string {
  const exact = int64(value);
  if (exact !== undefined) return String(exact);
  const number = Number(float64(value));
  const [digits, exponent = "0"] = number.toExponential().split("e");
  const size = Math.abs(Number(exponent));
  if (Number(exponent) >= -4 && Number(exponent) < 6) return String(number);
  return `${digits}e${exponent.startsWith("-") ? "-" : "+"}${String(size).padStart(2, "0")}`;
}

/** The order of Go's strings, which are UTF-8: that of code points, not of UTF-16's halves. */
export function compareText(left: string, right: string): number {
  let at = 0;
  while (at < left.length && left[at] === right[at]) at++;
  return (left.codePointAt(at) ?? -1) - (right.codePointAt(at) ?? -1);
}

/** The type that Go gives to the value when it reads JSON; null has none. */
export function typeName(value: unknown): string {
  if (value === null) return "<nil>";
  if (isNumber(value)) return int64(value) === undefined ? "float64" : "int64";
  if (Array.isArray(value)) return "[]interface {}";
  if (typeof value === "boolean") return "bool";
  return typeof value === "string" ? "string" : "map[string]interface {}";
}
