import { HttpFault, proxyProtocol } from "./request_head.ts";

/** A connection's reading side. */
export interface Source {
  read(buffer: Uint8Array): Promise<number | null>;
}

/** The time for something was up. */
export class TimeUp extends Error {
  override name = "TimeUp";
}

/** The peer went away in the middle of a request. */
export class Gone extends Error {
  override name = "Gone";
}

const initialBytes = 2_048;
const longestLine = 1_024;
/** Empty lines that may stand before a request; some old clients end a body with one. */
const mostEmptyLines = 4;
const [carriageReturn, lineFeed] = [13, 10];

/** Reads a connection through a small buffer that grows to the size of a head at most. */
export class ByteReader {
  readonly #source: Source;
  readonly #capacity: number;
  #buffer: Uint8Array<ArrayBuffer>;
  #start = 0;
  #end = 0;

  constructor(source: Source, capacity: number) {
    this.#source = source;
    this.#capacity = capacity;
    this.#buffer = new Uint8Array(Math.min(initialBytes, capacity));
  }

  /** How many bytes have come and are not read yet. */
  get waiting(): number {
    return this.#end - this.#start;
  }

  get isEmpty(): boolean {
    return this.#start === this.#end;
  }

  /**
   * Waits for more bytes.
   * @param until on performance.now()'s clock
   * @returns false at the end of the stream
   * @throws {TimeUp}
   */
  async fill(until: number): Promise<boolean> {
    this.#makeRoom();
    const count = await within(until, this.#source.read(this.#buffer.subarray(this.#end)));
    this.#end += count ?? 0;
    return count !== null;
  }

  /**
   * Everything to the next empty line, without it, one character a byte. Empty lines before it are
   * passed over. Source: RFC 9112, 2.2.
   * @throws {TimeUp} {Gone} {HttpFault} where it is too long, or a line does not end in CR LF
   */
  async head(until: number): Promise<string> {
    await this.#skipEmptyLines(until);
    for (let at = this.#start;; at++) {
      while (at === this.#end) {
        if (at - this.#start >= this.#capacity) throw this.#tooLong();
        at -= this.#start;
        if (!await this.fill(until)) throw new Gone();
        at += this.#start;
      }
      if (this.#buffer[at] !== lineFeed) continue;
      if (this.#before(at, 1) !== carriageReturn) throw badLine();
      if (this.#before(at, 2) !== lineFeed) continue;
      const text = latin1(this.#buffer.subarray(this.#start, at - 3));
      this.#start = at + 1;
      return text;
    }
  }

  async #skipEmptyLines(until: number): Promise<void> {
    for (let skipped = 0;; skipped++) {
      while (this.#end - this.#start < 2) if (!await this.fill(until)) throw new Gone();
      const [first, second] = [this.#buffer[this.#start], this.#buffer[this.#start + 1]];
      // The PROXY protocol's second version begins with two empty lines and a zero.
      if (skipped === 2 && first === 0) throw proxyProtocol();
      if (first !== carriageReturn || second !== lineFeed) return;
      if (skipped === mostEmptyLines) throw badLine();
      this.#start += 2;
    }
  }

  /** A short line that ends in CR LF. @throws {TimeUp} {Gone} {HttpFault} */
  async line(until: number): Promise<string> {
    for (let length = 0;; length++) {
      if (length > longestLine) throw badLine();
      while (this.#start + length === this.#end) if (!await this.fill(until)) throw new Gone();
      if (this.#buffer[this.#start + length] !== lineFeed) continue;
      if (length === 0 || this.#buffer[this.#start + length - 1] !== carriageReturn) {
        throw badLine();
      }
      const text = latin1(this.#buffer.subarray(this.#start, this.#start + length - 1));
      this.#start += length + 1;
      return text;
    }
  }

  /** Takes so many bytes, handing them on as they come. @throws {TimeUp} {Gone} */
  async take(count: number, until: number, use: (bytes: Uint8Array) => void): Promise<void> {
    for (let left = count; left > 0;) {
      while (this.isEmpty) if (!await this.fill(until)) throw new Gone();
      const part = Math.min(left, this.#end - this.#start);
      use(this.#buffer.subarray(this.#start, this.#start + part));
      this.#start += part;
      left -= part;
    }
  }

  /** The byte so many before, of this head. */
  #before(at: number, distance: number): number | undefined {
    return at - distance < this.#start ? undefined : this.#buffer[at - distance];
  }

  #makeRoom(): void {
    if (this.#start > 0) {
      this.#buffer.copyWithin(0, this.#start, this.#end);
      this.#end -= this.#start;
      this.#start = 0;
    }
    if (this.#end < this.#buffer.length) return;
    const larger = new Uint8Array(Math.min(this.#capacity, 2 * this.#buffer.length));
    larger.set(this.#buffer);
    this.#buffer = larger;
  }

  #tooLong(): HttpFault {
    const isTarget = !this.#buffer.subarray(this.#start, this.#end).includes(lineFeed);
    const most = `more than ${this.#capacity} bytes`;
    return isTarget
      ? new HttpFault(414, "URITooLong", `The request's target has ${most}.`)
      : new HttpFault(431, "HeadersTooLarge", `The request's head has ${most}.`);
  }
}

function latin1(bytes: Uint8Array): string {
  let text = "";
  // As many arguments as any stack takes.
  for (let at = 0; at < bytes.length; at += 8_192) {
    text += String.fromCharCode(...bytes.subarray(at, at + 8_192));
  }
  return text;
}

function badLine(): HttpFault {
  return new HttpFault(400, "BadRequest", "A line of the request does not end in CR LF.");
}

/** @throws {TimeUp} */
export async function within<T>(until: number, work: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new TimeUp()), Math.max(0, until - performance.now()));
  try {
    return await Promise.race([work, promise]);
  } finally {
    clearTimeout(timer);
    // What is left of it ends when the connection is closed.
    work.catch(() => {});
  }
}
