/** Lines at the end of a terminal's text that say how far several tasks are, redrawn in place. */

import type { Output } from "../host.ts";
import { escapeTerminal } from "./escape.ts";

const usualSize = { columns: 80, rows: 24 };

export class ProgressBlock {
  readonly #output: Pick<Output, "write" | "size">;
  #shown = "";
  #height = 0;

  /** @param output a terminal */
  constructor(output: Pick<Output, "write" | "size">) {
    this.#output = output;
  }

  /** As many lines as fit are shown, and how many more there are; each is cut to the width. */
  update(lines: readonly string[]): void {
    const { columns, rows } = this.#output.size?.() ?? usualSize;
    const room = Math.max(1, rows - 2);
    const kept = lines.length <= room ? lines : [
      ...lines.slice(0, room - 1),
      `  and ${lines.length - room + 1} more`,
    ];
    const text = kept.map((line) => `${cut(line, columns - 1)}\n`).join("");
    if (text === this.#shown) return;
    this.#output.write(this.#erase() + text);
    this.#shown = text;
    this.#height = kept.length;
  }

  /** Takes the lines away, so that other text can be written; the next update draws them again. */
  clear(): void {
    if (this.#height === 0) return;
    this.#output.write(this.#erase());
    this.#shown = "";
    this.#height = 0;
  }

  #erase(): string {
    return this.#height === 0 ? "" : `\x1b[${this.#height}A\r\x1b[J`;
  }
}

function cut(line: string, columns: number): string {
  return [...escapeTerminal(line).replace(/[\n\t]/g, " ")].slice(0, columns).join("");
}
