// What one start of a container has printed, with the time of each line.

export interface PrintedLine {
  readonly time: string;
  readonly text: string;
}

export class Printed {
  readonly #lines: PrintedLine[] = [];
  #hasEnded = false;
  #changed = Promise.withResolvers<void>();

  /** @param time RFC 3339, to the nanosecond; the present unless told otherwise */
  print(text: string, time = now()): void {
    this.#lines.push({ time, text });
    this.#tell();
  }

  end(): void {
    this.#hasEnded = true;
    this.#tell();
  }

  get lines(): readonly PrintedLine[] {
    return this.#lines;
  }

  /** Those that come from now on, until the container ends. */
  async *news(): AsyncGenerator<PrintedLine> {
    for (let at = this.#lines.length;;) {
      while (at < this.#lines.length) yield this.#lines[at++]!;
      if (this.#hasEnded) return;
      await this.#changed.promise;
    }
  }

  #tell(): void {
    this.#changed.resolve();
    this.#changed = Promise.withResolvers<void>();
  }
}

let last = 0;

/** No two are the same. */
function now(): string {
  const ms = Date.now();
  last = last >= ms * 1_000 ? last + 1 : ms * 1_000;
  const fraction = String(last % 1_000_000).padStart(6, "0");
  return `${new Date(Math.floor(last / 1_000)).toISOString().slice(0, 19)}.${fraction}000Z`;
}
