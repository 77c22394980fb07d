import type { TimedLine } from "../../../apprepo/sync/log/log_cursor.ts";
import { maskSecrets } from "../../../apprepo/sync/log/mask.ts";
import { escapeTerminal } from "../../../output/escape.ts";
import type { CommandContext } from "../../context.ts";

/** Milliseconds of silence after which a pipe is told that somebody is still there. */
const longestSilence = 30_000;
const tick = 1_000;

/** Writes lines of logs without their secrets, and a word now and then where none come. */
export class LineWriter {
  readonly #context: CommandContext;
  readonly #timestamps: boolean;
  #lastWord: number;
  /** How many lines there were. */
  count = 0;

  constructor(context: CommandContext, timestamps: boolean) {
    this.#context = context;
    this.#timestamps = timestamps;
    this.#lastWord = context.host.now();
  }

  async writeAll(lines: AsyncIterable<TimedLine>): Promise<void> {
    for await (const { time, text } of lines) {
      const shown = escapeTerminal(maskSecrets(text));
      this.print(this.#timestamps && time !== undefined ? `${time} ${shown}` : shown);
      this.count++;
    }
  }

  /** A line on stdout. */
  print(line: string): void {
    this.#lastWord = this.#context.host.now();
    this.#context.host.stdout.write(`${line}\n`);
  }

  /** A line on stderr. */
  say(text: string): void {
    this.#lastWord = this.#context.host.now();
    this.#context.host.stderr.write(`${escapeTerminal(text)}\n`);
  }

  /**
   * Never silent for longer than half a minute, unless somebody sees the terminal.
   * @param state what to say then
   * @param signal ends it
   */
  async sayNowAndThen(state: () => string, signal: AbortSignal): Promise<void> {
    const { host } = this.#context;
    if (host.stderr.isTerminal) return;
    while (!signal.aborted) {
      await host.sleep(tick, signal).catch(() => {});
      if (!signal.aborted && host.now() - this.#lastWord >= longestSilence) this.say(state());
    }
  }
}
