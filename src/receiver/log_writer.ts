/** Milliseconds that a line may wait for others to be written with it. */
const patience = 50;
const mostLines = 500;

/** Writes lines several at a time: a system call for each would cost more than the requests. */
export class LogWriter {
  readonly #write: (text: string) => void;
  #lines: string[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(write: (text: string) => void) {
    this.#write = write;
  }

  add(line: string): void {
    this.#lines.push(line);
    if (this.#lines.length >= mostLines) this.flush();
    else this.#timer ??= setTimeout(() => this.flush(), patience);
  }

  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const text = this.#lines.join("");
    this.#lines = [];
    if (text !== "") this.#write(text);
  }
}
