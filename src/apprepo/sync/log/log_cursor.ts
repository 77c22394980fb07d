/** How far a log has been read, so that another reading goes on there: nothing twice, nothing lost. */

export interface TimedLine {
  /** As the kubelet wrote it; undefined where it put none before the line. */
  readonly time?: string;
  readonly text: string;
}

const timed = /^((\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d))(?: |$)/;

export class LogCursor {
  /** The latest time of a line, in a form that sorts. */
  #latest = "";
  /** How many lines of that very time were taken, and how many this reading has brought. */
  #taken = 0;
  #brought = 0;
  /** What this reading brings has been taken before. */
  #isBehind = false;
  #sinceTime: string | undefined;

  /** From which second on to read; undefined before the first line. */
  get sinceTime(): string | undefined {
    return this.#sinceTime;
  }

  /** Call before each reading. */
  begin(): void {
    this.#isBehind = this.#latest !== "";
    this.#brought = 0;
  }

  /**
   * @param line with its time
   * @returns undefined for one that an earlier reading brought
   */
  take(line: string): TimedLine | undefined {
    const [before, time, second, fraction = "", zone] = timed.exec(line) ?? [];
    if (before === undefined) return { text: line };
    const moment = sortable(`${second}${zone}`, fraction);
    if (this.#isBehind && moment <= this.#latest) {
      if (moment < this.#latest || ++this.#brought <= this.#taken) return undefined;
    } else this.#isBehind = false;
    // A program's two outputs may come a little out of order.
    if (moment > this.#latest) {
      this.#latest = moment;
      this.#taken = 0;
      this.#sinceTime = `${second}${zone}`;
    }
    if (moment === this.#latest) this.#taken++;
    return { time, text: line.slice(before.length) };
  }
}

function sortable(second: string, fraction: string): string {
  return String(Date.parse(second) / 1_000).padStart(12, "0") + fraction.padEnd(9, "0");
}
