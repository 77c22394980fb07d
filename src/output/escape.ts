/** Keeps text from a server or a file from steering the user's terminal. */

/**
 * Makes visible what a terminal acts on: control characters but line break and tab, and the
 * characters that turn the direction of writing. The escape character is `^[` and a carriage return
 * `\r`, as kubectl prints them (it lets the others through).
 */
export function escapeTerminal(text: string): string {
  // deno-lint-ignore no-control-regex -- control characters are what this is about
  return text.replace(/[\0-\x08\v-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/g, show);
}

function show(character: string): string {
  if (character === "\r") return "\\r";
  const code = character.charCodeAt(0);
  if (code > 0x7f) return `\\u${code.toString(16).padStart(4, "0")}`;
  return `^${String.fromCharCode(code ^ 0x40)}`;
}
