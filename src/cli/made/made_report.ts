/** Says what became of each object of a grant, as kubectl does. */

import type { Made } from "../../apprepo/grant/objects/ensure.ts";
import type { KubeObject } from "../../kube/api/resource.ts";
import { objectName } from "../../kube/api/resource.ts";
import type { Format } from "../../output/format.ts";
import { type ObjectPrinter, openPrinter } from "../../output/object_printer.ts";
import type { Output } from "../../host.ts";
import type { DryRun } from "../flags/dry_run.ts";
import { madeLine } from "./made_line.ts";

/** Of kubectl apply; in a Secret it could hold the token. */
const lastApplied = "kubectl.kubernetes.io/last-applied-configuration";

export class MadeReport {
  readonly #output: Output;
  readonly #dryRun: DryRun;
  readonly #printer?: ObjectPrinter;
  /** JSON is one List at the end. */
  readonly #items?: KubeObject[];
  readonly #done: string[] = [];
  #count = 0;

  private constructor(output: Output, dryRun: DryRun, format: Format, printer?: ObjectPrinter) {
    this.#output = output;
    this.#dryRun = dryRun;
    this.#printer = printer;
    if (format.kind === "json") this.#items = [];
  }

  static async open(output: Output, dryRun: DryRun, format: Format): Promise<MadeReport> {
    const printer = format.kind === "default" ? undefined : await openPrinter(format);
    return new MadeReport(output, dryRun, format, printer);
  }

  made(made: Made): void {
    const { resource, object, outcome } = made;
    const { name = "", namespace } = object.metadata;
    const called = objectName(resource, name);
    this.#count++;
    const isStored = this.#dryRun === "none" && outcome !== "unchanged";
    if (isStored) {
      this.#done.push(namespace === undefined ? called : `${called} in namespace ${namespace}`);
    }
    if (this.#items) this.#items.push(withoutSecrets(object));
    else if (this.#printer) this.#output.write(this.#printer(withoutSecrets(object)));
    else this.#output.write(madeLine(made, this.#dryRun));
  }

  get count(): number {
    return this.#count;
  }

  /** What was made or changed so far. */
  get done(): readonly string[] {
    return this.#done;
  }

  finish(): void {
    if (!this.#items || !this.#printer) return;
    this.#output.write(this.#printer(listOf(this.#items)));
  }
}

function listOf(items: readonly KubeObject[]): KubeObject {
  return { apiVersion: "v1", kind: "List", items, metadata: { resourceVersion: "" } };
}

/** A Secret's data is for `token` alone to print. */
function withoutSecrets(object: KubeObject): KubeObject {
  const { managedFields: _, ...metadata } = object.metadata;
  if (object.kind !== "Secret") return { ...object, metadata };
  const { data: _data, stringData: _stringData, ...rest } = object;
  const { [lastApplied]: _applied, ...annotations } = metadata.annotations ?? {};
  return { ...rest, metadata: { ...metadata, annotations } };
}
