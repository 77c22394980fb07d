/** A line on the terminal that says how far a long task is, and is redrawn in place. */

import type { Output } from "../host.ts";
import { escapeTerminal } from "./escape.ts";

export class Progress {
  readonly #output: Pick<Output, "write">;
  readonly #enabled: boolean;
  readonly #columns: number;
  #shown = "";

  /**
   * @param enabled false where the output is no terminal: then nothing is ever written
   * @param columns of the terminal; the text is cut to fewer, for a line that wraps can't be redrawn
   */
  constructor(output: Pick<Output, "write">, enabled: boolean, columns = 80) {
    this.#output = output;
    this.#enabled = enabled;
    this.#columns = columns;
  }

  update(text: string): void {
    const line = [...escapeTerminal(text).replace(/[\n\t]/g, " ")];
    const shown = line.slice(0, this.#columns - 1).join("");
    if (!this.#enabled || shown === this.#shown) return;
    this.#shown = shown;
    this.#output.write(`\r${shown}\x1b[K`);
  }

  /** Takes the line away, so that other text can be written; the next update draws it again. */
  clear(): void {
    if (this.#shown === "") return;
    this.#shown = "";
    this.#output.write("\r\x1b[K");
  }
}
