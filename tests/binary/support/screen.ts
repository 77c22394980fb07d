// What a terminal shows of what a program writes to it: enough of one for lines that are redrawn.

export class Screen {
  #lines: string[] = [""];
  #row = 0;
  #column = 0;
  /** Each state that was shown for a while: at each erasing, and at the end. */
  readonly states: string[] = [];

  constructor(text: string) {
    for (const [, up, erase, erasesLine, char] of text.matchAll(tokens)) {
      if (up !== undefined) this.#row = Math.max(0, this.#row - Number(up));
      else if (erase !== undefined) this.#eraseBelow();
      else if (erasesLine !== undefined) this.#cutLine();
      else this.#put(char!);
    }
    this.states.push(this.text);
  }

  /** Of all lines, without what is empty at the end. */
  get text(): string {
    return this.#lines.map((line) => line.trimEnd()).join("\n").trimEnd();
  }

  #eraseBelow(): void {
    this.states.push(this.text);
    this.#lines = this.#lines.slice(0, this.#row + 1);
    this.#cutLine();
  }

  #cutLine(): void {
    this.#lines[this.#row] = this.#lines[this.#row]!.slice(0, this.#column);
  }

  #put(char: string): void {
    if (char === "\r") this.#column = 0;
    else if (char === "\n") {
      this.#row++;
      this.#lines[this.#row] ??= "";
    } else if (char === "\x1b") throw new Error("an escape sequence that the screen does not know");
    else {
      const line = this.#lines[this.#row]!.padEnd(this.#column);
      this.#lines[this.#row] = line.slice(0, this.#column) + char + line.slice(this.#column + 1);
      this.#column++;
    }
  }
}

// deno-lint-ignore no-control-regex -- what a terminal acts on
const tokens = /\x1b\[(\d+)A|(\x1b\[J)|(\x1b\[K)|([^])/g;
