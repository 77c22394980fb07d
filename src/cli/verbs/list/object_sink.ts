import type { Output } from "../../../host.ts";
import type { ObjectPrinter } from "../../../output/object_printer.ts";
import { OutputBatch } from "./output_batch.ts";
import { asObject, type Row } from "./row.ts";
import type { Sink } from "./sink.ts";

/** Each object on its own. */
export class ObjectSink implements Sink {
  readonly #batch: OutputBatch;
  readonly #printer: ObjectPrinter;

  constructor(output: Output, printer: ObjectPrinter) {
    this.#batch = new OutputBatch(output);
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
