/** Columns as kubectl's: three spaces between them, widths that stay from one batch to the next. */

import { escapeTerminal } from "./escape.ts";
import { paintState } from "./style.ts";
import type { Look } from "./terminal.ts";

const padding = 3;
/** With the padding. Source: GetNewTabWriter in k8s.io/cli-runtime/pkg/printers. */
const leastWidth = 6;

export interface TableOptions {
  readonly noHeaders?: boolean;
  /** Keeps the line breaks and tabs of cells, each of which begins another one. */
  readonly wholeCells?: boolean;
  /** Without it, as in a pipe. */
  readonly look?: Pick<Look, "colour" | "plain">;
}

export class Table {
  readonly #headers: readonly string[];
  readonly #widths: number[] = [];
  readonly #options: TableOptions;
  /** The column whose words are painted; -1 without one. */
  readonly #stateColumn: number;
  #isHeaded: boolean;

  constructor(headers: readonly string[], options: TableOptions = {}) {
    this.#headers = headers;
    this.#options = options;
    this.#stateColumn = options.look?.colour ? headers.indexOf("RESULT") : -1;
    this.#isHeaded = options.noHeaders ?? false;
  }

  /**
   * The text of some rows, below the headers where it is the first. A later batch can widen a column
   * for itself and those after it.
   */
  format(rows: readonly (readonly string[])[]): string {
    if (this.#options.look?.plain) return rows.map((row) => this.#sentence(row)).join("");
    const split = this.#options.wholeCells ? brokenUp : (row: readonly string[]) => [row.map(cell)];
    const lines = [...this.#isHeaded ? [] : [this.#headers], ...rows].flatMap(split);
    this.#isHeaded = true;
    for (const row of lines) {
      // Nothing stands behind the last one, so that it needs no width.
      for (const [at, text] of row.slice(0, -1).entries()) {
        const width = Math.max(leastWidth, length(text) + padding);
        this.#widths[at] = Math.max(this.#widths[at] ?? 0, width);
      }
    }
    return lines.map((row) => `${this.#line(row)}\n`).join("");
  }

  /** Nothing is added behind the last column. */
  #line(row: readonly string[]): string {
    return row.map((text, at) => {
      const shown = at === this.#stateColumn ? paintState(text) : text;
      return at === row.length - 1 ? shown : shown + " ".repeat(this.#widths[at]! - length(text));
    }).join("");
  }

  /** `NAME: my-repo. TYPE: helm.`, to be heard rather than seen. */
  #sentence(row: readonly string[]): string {
    const parts = row.map((text, at) => `${this.#headers[at] ?? ""}: ${cell(text)}.`);
    return `${parts.join(" ")}\n`;
  }
}

/** As the writer behind kubectl's custom columns takes what is in a cell for its own. */
function brokenUp(row: readonly string[]): string[][] {
  const lines = row.map(escapeTerminal).join("\t").split("\n");
  return lines.map((line) => line.split("\t"));
}

/** Of a text with several lines, kubectl shows the first. */
function cell(text: string): string {
  const [first = "", ...others] = text.split(/[\f\n\r]/, 2);
  return escapeTerminal(others.length > 0 ? `${first}...` : first).replaceAll("\t", " ");
}

/** In characters, as Go counts them. */
function length(text: string): number {
  // The usual case, in which no counting is needed.
  return /^[\0-\x7f]*$/.test(text) ? text.length : [...text].length;
}
