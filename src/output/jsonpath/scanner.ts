/** Reads a JSONPath template from left to right. */

import { PathError } from "./nodes.ts";

export class Scanner {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** @param pattern with the flag `y` */
  sees(pattern: RegExp): boolean {
    pattern.lastIndex = this.#at;
    return pattern.test(this.#text);
  }

  /**
   * Moves past what matches here.
   * @param pattern with the flag `y`
   * @returns the matched text, empty where there is none
   */
  take(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const [found = ""] = pattern.exec(this.#text) ?? [];
    this.#at += found.length;
    return found;
  }

  /** Moves past a quoted text, and returns it with its quotes. */
  quoted(): string {
    const start = this.#at;
    const quote = this.#text[start];
    for (let end = start + 1;; end++) {
      const character = this.#text[end];
      if (character === undefined || character === "\n") {
        throw new PathError("unterminated quoted string");
      }
      if (character !== quote || this.#text[end - 1] === "\\") continue;
      this.#at = end + 1;
      return this.#text.slice(start, end + 1);
    }
  }

  /** Moves past the condition of a filter and its `)]`: a `)` between quotes does not end it. */
  condition(): string {
    const start = this.#at;
    let quote: string | undefined;
    let closed = false;
    for (let end = start;; end++) {
      const character = this.#text[end];
      if (character === undefined || character === "\n") throw new PathError("unterminated filter");
      if (character === '"' || character === "'") {
        if (quote === undefined) quote = character;
        else if (character === quote && this.#text[end - 1] !== "\\") closed = true;
      }
      if (character !== ")" || closed !== (quote !== undefined)) continue;
      if (this.#text[end + 1] !== "]") throw new PathError("unclosed array expect ]");
      this.#at = end + 2;
      return this.#text.slice(start, end);
    }
  }

  /** The next character as Go's `%#U` prints it: `U+002A '*'`. */
  describeNext(): string {
    const code = this.#text.codePointAt(this.#at) ?? 0;
    const character = String.fromCodePoint(code);
    const shown = /^[\p{C}\p{Z}]$/u.test(character) ? "" : ` '${character}'`;
    return `U+${code.toString(16).toUpperCase().padStart(4, "0")}${shown}`;
  }
}
