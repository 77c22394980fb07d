import type { Socket } from "node:net";

/** Bytes waiting here at which the server has to wait too. */
const enough = 1_048_576;

/**
 * What a socket receives, read in order. An error of the socket counts once all that came before it
 * is read: servers close without TLS's farewell (close_notify) after answers that are whole.
 */
export class AnswerBytes {
  readonly #socket: Socket;
  #chunks: Uint8Array[] = [];
  #waiting = 0;
  #ended = false;
  #error: Error | undefined;
  #wake: () => void = () => {};

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.on("data", (chunk: Uint8Array) => this.#add(chunk));
    socket.on("error", (error: Error) => this.#end(error));
    socket.on("end", () => this.#end());
    socket.on("close", () => this.#end());
  }

  /** Nothing more can come, or something came that nobody asked for. */
  get isSpent(): boolean {
    return this.#ended || this.#waiting > 0;
  }

  /**
   * @returns what came next, at most `most` bytes; undefined after the connection's end
   * @throws what the socket said at its end, unless it ended as it should
   */
  async next(most = Infinity): Promise<Uint8Array | undefined> {
    const chunk = await this.#first();
    if (chunk === undefined) return undefined;
    const taken = chunk.length > most ? chunk.subarray(0, most) : chunk;
    this.#drop(taken.length);
    return taken;
  }

  /**
   * @param end such as an empty line
   * @returns the text before it, each byte a character; `end` itself is passed over
   * @throws {Error} where it does not come within `limit` bytes, or the connection ends before it
   */
  async until(end: string, limit: number): Promise<string> {
    let text = "";
    for (;;) {
      const chunk = await this.#first();
      if (chunk === undefined) throw new Error("connection closed before message completed");
      const from = Math.max(0, text.length - end.length + 1);
      const before = text.length;
      for (const byte of chunk) text += String.fromCharCode(byte);
      const at = text.indexOf(end, from);
      const used = at < 0 ? chunk.length : at + end.length - before;
      this.#drop(used);
      if (at >= 0 && at <= limit) return text.slice(0, at);
      if (text.length > limit) {
        throw new Error(`the answer has a line or head of over ${limit} bytes`);
      }
    }
  }

  async #first(): Promise<Uint8Array | undefined> {
    while (this.#chunks.length === 0 && !this.#ended) {
      this.#socket.resume();
      await new Promise<void>((resolve) => this.#wake = resolve);
    }
    const first = this.#chunks[0];
    if (first === undefined && this.#error) throw this.#error;
    return first;
  }

  #drop(count: number): void {
    const first = this.#chunks[0]!;
    this.#waiting -= count;
    if (count === first.length) this.#chunks.shift();
    else this.#chunks[0] = first.subarray(count);
  }

  #add(chunk: Uint8Array): void {
    if (chunk.length === 0) return;
    this.#chunks.push(chunk);
    this.#waiting += chunk.length;
    if (this.#waiting >= enough) this.#socket.pause();
    this.#wake();
  }

  #end(error?: Error): void {
    this.#error ??= error;
    this.#ended = true;
    this.#wake();
  }
}
