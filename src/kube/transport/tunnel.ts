/** A connection through a proxy, for the transport that opens its own sockets. */

import { connect, type Socket } from "node:net";

export interface Target {
  /** A name or address, without brackets. */
  readonly host: string;
  readonly port: number;
}

/**
 * @param proxy `http://`, `socks5://` or `socks5h://`
 * @throws {Error} where the proxy can't be reached, or does not lead there
 */
export async function openTunnel(proxy: URL, target: Target): Promise<Socket> {
  const isHttp = proxy.protocol === "http:";
  const host = proxy.hostname.replace(/^\[|\]$/g, "");
  const port = Number(proxy.port || (isHttp ? 80 : 1080));
  const socket = await openSocket({ host, port });
  try {
    const stream = new Received(socket);
    await (isHttp
      ? askHttp(socket, stream, proxy, target)
      : askSocks(socket, stream, proxy, target));
    stream.end();
    return socket;
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

/** @throws {Error} where nothing answers */
export function openSocket(target: Target): Promise<Socket> {
  const socket = connect(target);
  return new Promise((resolve, reject) => {
    socket.once("connect", () => {
      socket.off("error", reject);
      // Before TLS: its handshake would wait 40 ms for a confirmation. As an option Deno ignores it.
      socket.setNoDelay(true);
      resolve(socket);
    });
    socket.once("error", reject);
  });
}

/** Bytes as they come, until the tunnel is open. */
class Received {
  #bytes: number[] = [];
  #ended = false;
  #wake: () => void = () => {};
  readonly #socket: Socket;
  readonly #onData = (chunk: Uint8Array) => {
    // At once: a read that is still under way when TLS takes the socket would swallow its answer.
    this.#socket.pause();
    this.#bytes.push(...chunk);
    this.#wake();
  };
  readonly #onClose = () => {
    this.#ended = true;
    this.#wake();
  };

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.on("data", this.#onData);
    socket.once("close", this.#onClose);
  }

  /** @param isEnough tells how many of the bytes so far make up what is waited for, 0 for not yet */
  async read(isEnough: (bytes: readonly number[]) => number): Promise<Uint8Array> {
    for (;;) {
      const count = isEnough(this.#bytes);
      if (count > 0) return Uint8Array.from(this.#bytes.splice(0, count));
      if (this.#ended) throw new Error("the proxy closed the connection");
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
    this.#socket.off("close", this.#onClose);
  }
}

const longestHead = 16_384;

async function askHttp(socket: Socket, received: Received, proxy: URL, { host, port }: Target) {
  const target = `${host.includes(":") ? `[${host}]` : host}:${port}`;
  const login = loginOf(proxy);
  const authorization = login
    ? [`Proxy-Authorization: Basic ${btoa(`${login.username}:${login.password}`)}`]
    : [];
  const lines = [`CONNECT ${target} HTTP/1.1`, `Host: ${target}`, ...authorization, "", ""];
  socket.write(lines.join("\r\n"));
  const head = await received.read((bytes) => {
    const end = String.fromCharCode(...bytes.slice(0, longestHead)).indexOf("\r\n\r\n");
    if (end < 0 && bytes.length > longestHead) throw new Error("the proxy's answer is too long");
    return end < 0 ? 0 : end + 4;
  });
  const [status = ""] = new TextDecoder().decode(head).split("\r\n");
  if (/^HTTP\/1\.[01] 2/.test(status)) return;
  throw new Error(`the proxy opened no tunnel: ${status.replace(/^HTTP\/\S+ /, "")}`);
}

/** RFC 1928; RFC 1929 for a user and password. The proxy looks up names. */
async function askSocks(socket: Socket, received: Received, proxy: URL, { host, port }: Target) {
  const login = loginOf(proxy);
  socket.write(Uint8Array.of(5, 1, login ? 2 : 0));
  const [, method] = await received.exactly(2);
  if (login && method === 2) {
    socket.write(Uint8Array.of(1, ...prefixed(login.username), ...prefixed(login.password)));
    const [, refused] = await received.exactly(2);
    if (refused) throw new Error("the SOCKS proxy refused the user and password");
  } else if (method !== 0) {
    throw new Error("the SOCKS proxy wants another way to log in");
  }
  socket.write(Uint8Array.of(5, 1, 0, 3, ...prefixed(host), port >> 8, port & 0xff));
  const [, code = 0, , kind] = await received.exactly(4);
  if (code !== 0) throw new Error(`the SOCKS proxy opened no tunnel: code ${code}`);
  const length = kind === 1 ? 4 : kind === 4 ? 16 : (await received.exactly(1))[0] ?? 0;
  await received.exactly(length + 2);
}

function loginOf({ username, password }: URL): { username: string; password: string } | undefined {
  if (username === "") return undefined;
  return { username: decodeURIComponent(username), password: decodeURIComponent(password) };
}

function prefixed(text: string): number[] {
  const bytes = new TextEncoder().encode(text);
  if (bytes.length > 255) throw new Error("a name too long for a SOCKS proxy");
  return [bytes.length, ...bytes];
}
