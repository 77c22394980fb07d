import type { Output } from "../../../host.ts";
import type { KubeObject } from "../../../kube/api/resource.ts";
import type { ObjectListPrinter } from "../../../output/object_list.ts";
import { OutputBatch } from "./output_batch.ts";
import { asObject, type Row } from "./row.ts";
import type { Sink } from "./sink.ts";

/**
 * A List. Where what is listed breaks off, it has no end: nobody can take what there is for all.
 * @param visible takes out of an object what is not to be shown
 */
export class ListSink implements Sink {
  readonly #batch: OutputBatch;
  readonly #printer: ObjectListPrinter;
  readonly #visible: (object: KubeObject) => KubeObject;

  constructor(
    output: Output,
    printer: ObjectListPrinter,
    visible: (object: KubeObject) => KubeObject,
  ) {
    this.#batch = new OutputBatch(output);
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
