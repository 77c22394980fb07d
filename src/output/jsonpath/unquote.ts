/** Reads Go's quoted strings. */

import { PathError } from "./nodes.ts";

const names: Readonly<Record<string, string>> = {
  a: "\x07",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
  "\\": "\\",
};

const escape = /\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|([0-7]{3})|([^]?))/g;

/**
 * @param quoted text in single or double quotes, which take the same escapes
 * @throws {PathError} for an escape that Go does not have
 */
export function unquote(quoted: string): string {
  const quote = quoted.slice(0, 1);
  return quoted.slice(1, -1).replace(
    escape,
    (_, byte?: string, short?: string, long?: string, octal?: string, name = "") => {
      const code = octal === undefined
        ? Number.parseInt(byte ?? short ?? long ?? "", 16)
        : Number.parseInt(octal, 8);
      const character = code <= 0x10ffff ? String.fromCodePoint(code) : names[name];
      if (character !== undefined) return character;
      if (name === quote) return quote;
      throw new PathError(`unquote string ${quoted} error invalid syntax`);
    },
  );
}
