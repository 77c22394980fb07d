import type { Output } from "../../../host.ts";
import type { Table } from "../../../output/table.ts";
import type { Row } from "./row.ts";
import type { Sink } from "./sink.ts";

/** Rows, as many as a page of the API server's has, that share the widths of columns. */
const batch = 500;

export class TableSink implements Sink {
  readonly #output: Output;
  readonly #table: Table;
  readonly #cells: (row: Row) => string[];
  /** Without a row: false where headers are no use. */
  readonly #showsEmpty: boolean;
  #rows: string[][] = [];
  #count = 0;

  constructor(output: Output, table: Table, cells: (row: Row) => string[], showsEmpty: boolean) {
    this.#output = output;
    this.#table = table;
    this.#cells = cells;
    this.#showsEmpty = showsEmpty;
  }

  add(row: Row): void {
    this.#count++;
    if (this.#rows.push(this.#cells(row)) >= batch) this.flush();
  }

  flush(): void {
    if (this.#rows.length === 0) return;
    this.#output.write(this.#table.format(this.#rows));
    this.#rows = [];
  }

  end(): void {
    this.flush();
    if (this.#count === 0 && this.#showsEmpty) this.#output.write(this.#table.format([]));
  }
}
