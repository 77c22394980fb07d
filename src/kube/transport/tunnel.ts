/** A connection through a proxy, for the transport that opens its own sockets. */

import type { Socket } from "node:net";
import { loginBytes } from "./proxy_login.ts";
import { ProxyBytes } from "./proxy_bytes.ts";
import { askSocks } from "./socks.ts";
import { type Target, targetOf } from "./target.ts";
import { openSocket } from "./tcp_socket.ts";

/** Milliseconds that a proxy may take to lead on. */
const longestSilence = 30_000;

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
  const socket = await openSocket(targetOf(proxy, isHttp ? 80 : 1080));
  const mute = new Error(`the proxy said nothing for ${longestSilence / 1_000}s`);
  socket.setTimeout(longestSilence, () => socket.destroy(mute));
  try {
    const stream = new ProxyBytes(socket);
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

const longestHead = 16_384;

async function askHttp(socket: Socket, answer: ProxyBytes, proxy: URL, { host, port }: Target) {
  const target = `${host.includes(":") ? `[${host}]` : host}:${port}`;
  const login = loginBytes(proxy);
  const authorization = login
    ? [`Proxy-Authorization: Basic ${btoa(`${login.username}:${login.password}`)}`]
    : [];
  const lines = [`CONNECT ${target} HTTP/1.1`, `Host: ${target}`, ...authorization, "", ""];
  socket.write(lines.join("\r\n"));
  const head = await answer.read((bytes) => {
    const end = String.fromCharCode(...bytes.slice(0, longestHead)).indexOf("\r\n\r\n");
    if (end < 0 && bytes.length > longestHead) throw new Error("the proxy's answer is too long");
    return end < 0 ? 0 : end + 4;
  });
  const [status = ""] = new TextDecoder().decode(head).split("\r\n");
  if (/^HTTP\/1\.[01] 2/.test(status)) return;
  throw new Error(`the proxy opened no tunnel: ${status.replace(/^HTTP\/\S+ /, "").slice(0, 100)}`);
}
