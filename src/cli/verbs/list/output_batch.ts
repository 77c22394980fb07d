import type { Output } from "../../../host.ts";

/** Writes at once, but not each piece on its own. */
export class OutputBatch {
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
