/** Where rows go: each format of `-o` in its way, as soon as it can be printed. */

import type { Output } from "../../../host.ts";
import type { KubeObject } from "../../../kube/api/resource.ts";
import type { ObjectListPrinter } from "../../../output/object_list.ts";
import type { ObjectPrinter } from "../../../output/object_printer.ts";
import type { Table } from "../../../output/table.ts";
import { asObject, type Row } from "./row.ts";

export interface Sink {
  add(row: Row): void;
  /** Prints what waits to be printed, though more rows may come. */
  flush(): void;
  /** There is no row more. */
  end(): void;
}

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

/** Writes at once, but not each piece on its own. */
class Batch {
  readonly #output: Output;
  #text = "";

  constructor(output: Output) {
    this.#output = output;
  }

  add(text: string): void {
    this.#text += text;
    if (this.#text.length > 65_536) this.write();
  }

  write(): void {
    if (this.#text !== "") this.#output.write(this.#text);
    this.#text = "";
  }
}

/** Each object on its own. */
export class ObjectSink implements Sink {
  readonly #batch: Batch;
  readonly #printer: ObjectPrinter;

  constructor(output: Output, printer: ObjectPrinter) {
    this.#batch = new Batch(output);
    this.#printer = printer;
  }

  add(row: Row): void {
    this.#batch.add(this.#printer(asObject(row)));
  }

  flush(): void {
    this.#batch.write();
  }

  end(): void {
    this.flush();
  }
}

/**
 * A List. Where what is listed breaks off, it has no end: nobody can take what there is for all.
 * @param visible takes out of an object what is not to be shown
 */
export class ListSink implements Sink {
  readonly #batch: Batch;
  readonly #printer: ObjectListPrinter;
  readonly #visible: (object: KubeObject) => KubeObject;

  constructor(
    output: Output,
    printer: ObjectListPrinter,
    visible: (object: KubeObject) => KubeObject,
  ) {
    this.#batch = new Batch(output);
    this.#printer = printer;
    this.#visible = visible;
    this.#batch.add(printer.begin());
  }

  add(row: Row): void {
    this.#batch.add(this.#printer.item(this.#visible(asObject(row))));
  }

  flush(): void {
    this.#batch.write();
  }

  end(): void {
    this.#batch.add(this.#printer.end());
    this.#batch.write();
  }
}

/** A List as one object, for a format that looks at it as a whole. */
export class WholeListSink implements Sink {
  readonly #output: Output;
  readonly #printer: ObjectPrinter;
  readonly #items: KubeObject[] = [];

  constructor(output: Output, printer: ObjectPrinter) {
    this.#output = output;
    this.#printer = printer;
  }

  add(row: Row): void {
    this.#items.push(asObject(row));
  }

  flush(): void {}

  end(): void {
    const metadata = { resourceVersion: "" };
    const list = { apiVersion: "v1", items: this.#items, kind: "List", metadata };
    this.#output.write(this.#printer(list));
  }
}
