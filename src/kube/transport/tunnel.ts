/** A connection through a proxy, for the transport that opens its own sockets. */

import { connect, type Socket } from "node:net";
import { loginBytes } from "./proxy_login.ts";

/** Milliseconds that a proxy may take to lead on. */
const longestSilence = 30_000;

export interface Target {
  /** A name or address, without brackets. */
  readonly host: string;
  readonly port: number;
}

/**
 * @param proxy the proxy's URL; undefined for a direct connection
 * @throws {Error} see `openSocket` and `openTunnel`
 */
export function openPlainSocket(proxy: string | undefined, target: Target): Promise<Socket> {
  return proxy === undefined ? openSocket(target) : openTunnel(new URL(proxy), target);
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
  const mute = new Error(`the proxy said nothing for ${longestSilence / 1_000}s`);
  socket.setTimeout(longestSilence, () => socket.destroy(mute));
  try {
    const stream = new Received(socket);
    await (isHttp
      ? askHttp(socket, stream, proxy, target)
      : askSocks(socket, stream, proxy, target));
    stream.end();
    socket.setTimeout(0);
    return socket;
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

/**
 * The promise is settled in the very event: TLS must have the socket before Deno reads from it.
 * @throws {Error} where nothing answers
 */
export function openSocket(target: Target): Promise<Socket> {
  const socket = connect(target);
  return new Promise((resolve, reject) => {
    const failed = (error: Error) => void systemReason(target).then((why) => reject(why ?? error));
    socket.once("connect", () => {
      socket.off("error", failed);
      // Before TLS: its handshake would wait 40 ms for a confirmation. As an option Deno ignores it.
      socket.setNoDelay(true);
      resolve(socket);
    });
    socket.once("error", failed);
  });
}

/** Deno's `node:net` calls every failure a refusal; its own sockets say what the system said. */
async function systemReason({ host, port }: Target): Promise<unknown> {
  try {
    (await Deno.connect({ hostname: host, port })).close();
    return undefined;
  } catch (error) {
    return error;
  }
}

/** Bytes as they come, until the tunnel is open. */
class Received {
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

const longestHead = 16_384;

async function askHttp(socket: Socket, received: Received, proxy: URL, { host, port }: Target) {
  const target = `${host.includes(":") ? `[${host}]` : host}:${port}`;
  const login = loginBytes(proxy);
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
  throw new Error(`the proxy opened no tunnel: ${status.replace(/^HTTP\/\S+ /, "").slice(0, 100)}`);
}

/** RFC 1928; RFC 1929 for a user and password. The proxy looks up names. */
async function askSocks(socket: Socket, received: Received, proxy: URL, { host, port }: Target) {
  const login = loginBytes(proxy);
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

function prefixed(text: string): number[] {
  const bytes = Array.from(text, (character) => character.charCodeAt(0));
  if (bytes.length > 255) throw new Error("a name too long for a SOCKS proxy");
  return [bytes.length, ...bytes];
}
