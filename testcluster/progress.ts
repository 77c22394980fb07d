// What a long wait is doing, on standard error.

const SECONDS_BETWEEN_LINES = 20;

/** One line updated in place on a terminal; elsewhere a new line every 20 seconds. */
export class Progress {
  readonly #start = Date.now();
  readonly #isTerminal = Deno.stderr.isTerminal();
  #nextLine = 0;

  /** Calls `text` again with each second that passes until `wait` settles. */
  async during<T>(wait: Promise<T>, text: (elapsed: string) => string): Promise<T> {
    const timer = setInterval(() => this.#show(text(this.#elapsed())), 1000);
    try {
      return await wait;
    } finally {
      clearInterval(timer);
      if (this.#isTerminal) write("\r\x1b[K");
    }
  }

  #show(text: string): void {
    if (this.#isTerminal) return write(`\r\x1b[K${text}`);
    if (Date.now() < this.#nextLine) return;
    this.#nextLine = Date.now() + SECONDS_BETWEEN_LINES * 1000;
    write(`${text}\n`);
  }

  #elapsed(): string {
    const seconds = Math.round((Date.now() - this.#start) / 1000);
    return `${Math.floor(seconds / 60)}m${String(seconds % 60).padStart(2, "0")}s`;
  }
}

function write(text: string): void {
  Deno.stderr.writeSync(new TextEncoder().encode(text));
}
