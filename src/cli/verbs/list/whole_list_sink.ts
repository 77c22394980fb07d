import type { Output } from "../../../host.ts";
import type { KubeObject } from "../../../kube/api/resource.ts";
import type { ObjectPrinter } from "../../../output/object_printer.ts";
import { asObject, type Row } from "./row.ts";
import type { Sink } from "./sink.ts";

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
