// Passes bytes on between the program and the API server, unread: HTTP/2 and TLS stay what they are.

/** Asked before bytes of the server are passed on: whether to drop them and close the connection. */
export type Cut = () => Promise<boolean>;

export class Relay implements AsyncDisposable {
  /** For `--server`. */
  readonly url: string;
  readonly #listener: Deno.TcpListener;
  readonly #port: number;
  readonly #cut: Cut;
  readonly #served: Promise<unknown>[] = [];
  readonly #open = new Set<Deno.Conn>();

  /** @param server the API server's address, such as `https://127.0.0.1:6443` */
  constructor(server: string, cut: Cut) {
    this.#port = Number(new URL(server).port);
    this.#cut = cut;
    this.#listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    this.url = `https://127.0.0.1:${this.#listener.addr.port}`;
    this.#served.push(this.#accept());
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#listener.close();
    for (const connection of this.#open) close(connection);
    await Promise.all(this.#served);
  }

  async #accept(): Promise<void> {
    for await (const client of this.#listener) {
      const server = await Deno.connect({ hostname: "127.0.0.1", port: this.#port });
      this.#open.add(client).add(server);
      this.#served.push(
        pass(client, server, () => Promise.resolve(false)),
        pass(server, client, this.#cut),
      );
    }
  }
}

/** Ends with both connections closed. */
async function pass(from: Deno.Conn, to: Deno.Conn, cut: Cut): Promise<void> {
  const part = new Uint8Array(65_536);
  try {
    for (let count = await from.read(part); count !== null; count = await from.read(part)) {
      if (await cut()) break;
      for (let rest = part.subarray(0, count); rest.length > 0;) {
        rest = rest.subarray(await to.write(rest));
      }
    }
  } catch {
    // Either side may close its end at any time.
  }
  close(from);
  close(to);
}

function close(connection: Deno.Conn): void {
  try {
    connection.close();
  } catch {
    // It is closed.
  }
}
