/**
 * JSON as the API server writes it: its integers have 64 bits, JavaScript's numbers keep 53 of them,
 * and an object that is read, raised and put back must not lose the rest.
 */

/** The text of a number, kept as it was written. */
interface RawJson {
  readonly rawJSON: string;
}

/** ES2025 (source text access), in V8 since 11.4; TypeScript's library does not have it yet. */
const json = JSON as unknown as {
  rawJSON(text: string): RawJson;
  parse(
    text: string,
    reviver: (key: string, value: unknown, context: { source?: string }) => unknown,
  ): unknown;
};

/** Sixteen digits in a row are the shortest text that can go beyond 2^53. */
const mayBeTooLong = /[0-9]{16}/;

/**
 * Parses the text; a number that a double can't hold stays a raw JSON value, which
 * `JSON.stringify` writes back unchanged.
 * @throws {SyntaxError}
 */
export function parseJson(text: string): unknown {
  if (!mayBeTooLong.test(text)) return JSON.parse(text);
  return json.parse(text, (_key, value, { source }) => {
    if (typeof value !== "number" || source === undefined) return value;
    return Number.isSafeInteger(value) || !/^-?[0-9]+$/.test(source) ? value : json.rawJSON(source);
  });
}
