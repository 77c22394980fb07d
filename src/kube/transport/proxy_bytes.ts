import type { Socket } from "node:net";

/** Bytes as they come, until the tunnel is open. */
export class ProxyBytes {
  #bytes: number[] = [];
  #ended = false;
  #error: Error | undefined;
  #wake: () => void = () => {};
  readonly #socket: Socket;
  readonly #onData = (chunk: Uint8Array) => {
    // At once: a read that is still under way when TLS takes the socket would swallow its answer.
    this.#socket.pause();
    this.#bytes.push(...chunk);
    this.#wake();
  };
  readonly #onError = (error: Error) => {
    this.#error = error;
  };
  readonly #onClose = () => {
    this.#ended = true;
    this.#wake();
  };

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.on("data", this.#onData);
    socket.on("error", this.#onError);
    socket.once("close", this.#onClose);
  }

  /** @param isEnough tells how many of the bytes so far make up what is waited for, 0 for not yet */
  async read(isEnough: (bytes: readonly number[]) => number): Promise<Uint8Array> {
    for (;;) {
      const count = isEnough(this.#bytes);
      if (count > 0) return Uint8Array.from(this.#bytes.splice(0, count));
      if (this.#ended) throw this.#error ?? new Error("the proxy closed the connection");
      this.#socket.resume();
      await new Promise<void>((resolve) => this.#wake = resolve);
    }
  }

  exactly(count: number): Promise<Uint8Array> {
    return this.read(({ length }) => length >= count ? count : 0);
  }

  /** Whoever has the socket next reads it. */
  end(): void {
    this.#socket.off("data", this.#onData);
    this.#socket.off("error", this.#onError);
    this.#socket.off("close", this.#onClose);
  }
}
