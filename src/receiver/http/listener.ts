/** Accepts connections, so many in all and from one address, and keeps those that are open. */

import { refusal } from "../answer.ts";
import { Connection, type HttpServer, type Wire } from "./connection.ts";
import { responseHead } from "./response.ts";

export interface ListenerOptions {
  readonly server: HttpServer;
  readonly maxConnections: number;
  readonly maxConnectionsPerAddress: number;
  /** A connection was turned away. */
  readonly overLimit: () => void;
  /** The system refused to accept; there will be another try. */
  readonly acceptFailed: (error: unknown) => void;
  /** Puts TLS over a connection. */
  readonly secure?: (connection: Deno.TcpConn) => Promise<Wire>;
}

/** A connection's share of the limits. */
interface Place {
  readonly address: string;
  isHeld: boolean;
}

export class Listener {
  readonly #socket: Deno.TcpListener;
  readonly #options: ListenerOptions;
  readonly #open = new Map<Connection, Place>();
  readonly #perAddress = new Map<string, number>();
  #count = 0;
  #isClosed = false;

  constructor(socket: Deno.TcpListener, options: ListenerOptions) {
    this.#socket = socket;
    this.#options = options;
  }

  /** How many connections are open. */
  get size(): number {
    return this.#count;
  }

  /** Accepts until it is closed. */
  async accept(): Promise<void> {
    while (!this.#isClosed) {
      try {
        void this.#take(await this.#socket.accept());
      } catch (error) {
        if (this.#isClosed) return;
        // Out of file descriptors, say: trying at once again would only burn time.
        this.#options.acceptFailed(error);
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    }
  }

  /** Stops accepting and lets every connection end with the answer that is under way. */
  async drain(): Promise<void> {
    this.#stop();
    for (const connection of this.#open.keys()) connection.finish();
    while (this.#count > 0) await new Promise((resolve) => setTimeout(resolve, 10));
  }

  /** Ends everything at once. */
  close(): void {
    this.#stop();
    for (const connection of this.#open.keys()) connection.close();
  }

  #stop(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#socket.close();
  }

  async #take(socket: Deno.TcpConn): Promise<void> {
    const address = (socket.remoteAddr as Deno.NetAddr).hostname;
    if (!this.#hasRoom(address)) {
      this.#options.overLimit();
      return turnAway(socket, this.#options.secure !== undefined);
    }
    this.#count++;
    this.#perAddress.set(address, (this.#perAddress.get(address) ?? 0) + 1);
    const place = { address, isHeld: true };
    await this.#serve(socket, place);
    this.#leave(place);
  }

  /** Makes room where there is none, by closing the connection that has been idle longest. */
  #hasRoom(address: string): boolean {
    const { maxConnections, maxConnectionsPerAddress } = this.#options;
    if ((this.#perAddress.get(address) ?? 0) >= maxConnectionsPerAddress) {
      return this.#closeLongestIdle(address);
    }
    return this.#count < maxConnections || this.#closeLongestIdle();
  }

  /** @param ofAddress only among those of this address */
  #closeLongestIdle(ofAddress?: string): boolean {
    let longest: Connection | undefined;
    for (const [connection, { address }] of this.#open) {
      const { idleSince } = connection;
      if (idleSince === undefined || (ofAddress !== undefined && address !== ofAddress)) continue;
      if (idleSince < (longest?.idleSince ?? Infinity)) longest = connection;
    }
    if (longest === undefined) return false;
    this.#leave(this.#open.get(longest)!);
    this.#open.delete(longest);
    longest.close();
    return true;
  }

  /** Gives a connection's place back, once. */
  #leave(place: Place): void {
    if (!place.isHeld) return;
    place.isHeld = false;
    const { address } = place;
    this.#count--;
    const left = this.#perAddress.get(address)! - 1;
    if (left > 0) this.#perAddress.set(address, left);
    else this.#perAddress.delete(address);
  }

  /** Never rejects. */
  async #serve(socket: Deno.TcpConn, place: Place): Promise<void> {
    try {
      socket.setNoDelay(true);
      const wire = await this.#options.secure?.(socket) ?? socket;
      const connection = new Connection(wire, place.address, this.#options.server);
      this.#open.set(connection, place);
      if (this.#isClosed) connection.finish();
      await connection.serve();
      this.#open.delete(connection);
    } catch {
      // It broke before anything was said; TLS has closed what it was given.
    }
  }
}

/** Costs next to nothing: no wait for what the peer has to say, who may never read the answer. */
function turnAway(socket: Deno.TcpConn, isTls: boolean): void {
  const answer = refusal(
    429,
    "TooManyRequests",
    "The receiver has as many connections as it takes, in all or from this address.",
    { "retry-after": "1" },
  );
  const bytes = new Uint8Array([...responseHead(answer, false, new Date()), ...answer.body]);
  const written = isTls ? Promise.resolve(0) : socket.write(bytes);
  written.catch(() => {}).finally(() => socket.close());
}
