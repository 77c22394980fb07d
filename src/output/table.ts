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
  readonly look?: Pick<Look, "colour" | "plain" | "columns">;
  /** Of which column the ends are left out where rows are wider than the terminal. */
  readonly shortens?: string;
}

/** Characters that stay of a cell that is shortened, with what says so. */
const leastCell = 16;
const cut = "...";

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
    for (const [at, width] of widthsOf(lines).entries()) {
      this.#widths[at] = Math.max(this.#widths[at] ?? 0, width);
    }
    this.#shorten(lines);
    return lines.map((row) => `${this.#line(row)}\n`).join("");
  }

  /** Where that makes the rows fit; the rest is the terminal's. */
  #shorten(rows: string[][]): void {
    const { look, shortens = "" } = this.#options;
    const at = this.#headers.indexOf(shortens);
    if (at < 0 || look?.columns === undefined) return;
    const last = Math.max(...rows.map((row) => length(row.at(-1)!)));
    const excess = this.#widths.reduce((sum, width) => sum + width, last) - look.columns;
    const room = this.#widths[at]! - padding - excess;
    if (excess <= 0 || room < leastCell) return;
    this.#widths[at] = room + padding;
    for (const row of rows) {
      const text = row[at]!;
      if (length(text) > room) row[at] = [...text].slice(0, room - cut.length).join("") + cut;
    }
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

/** Nothing stands behind the last column, so that it needs none. */
function widthsOf(rows: readonly (readonly string[])[]): number[] {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [at, text] of row.slice(0, -1).entries()) {
      widths[at] = Math.max(widths[at] ?? leastWidth, length(text) + padding);
    }
  }
  return widths;
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
