import type { Socket } from "node:net";
import type { ProxyBytes } from "./proxy_bytes.ts";
import { loginBytes } from "./proxy_login.ts";
import type { Target } from "./target.ts";

/** By the code of the reply. Source: RFC 1928, 6. */
const reasons: Readonly<Record<number, string>> = {
  1: "general SOCKS server failure",
  2: "connection not allowed by ruleset",
  3: "network unreachable",
  4: "host unreachable",
  5: "connection refused",
  6: "TTL expired",
  7: "command not supported",
  8: "address type not supported",
};

/**
 * RFC 1928; RFC 1929 for a user and password. The proxy looks up names.
 * @throws {Error} where it does not lead there
 */
export async function askSocks(
  socket: Socket,
  answer: ProxyBytes,
  proxy: URL,
  { host, port }: Target,
): Promise<void> {
  const login = loginBytes(proxy);
  socket.write(Uint8Array.of(5, 1, login ? 2 : 0));
  const [, method] = await answer.exactly(2);
  if (login && method === 2) {
    socket.write(Uint8Array.of(1, ...prefixed(login.username), ...prefixed(login.password)));
    const [, refused] = await answer.exactly(2);
    if (refused) throw new Error("the SOCKS proxy refused the user and password");
  } else if (method !== 0) {
    throw new Error("the SOCKS proxy wants another way to log in");
  }
  socket.write(Uint8Array.of(5, 1, 0, 3, ...prefixed(host), port >> 8, port & 0xff));
  const [, code = 0, , kind] = await answer.exactly(4);
  if (code !== 0) {
    throw new Error(`the SOCKS proxy opened no tunnel: ${reasons[code] ?? `code ${code}`}`);
  }
  const length = kind === 1 ? 4 : kind === 4 ? 16 : (await answer.exactly(1))[0] ?? 0;
  await answer.exactly(length + 2);
}

function prefixed(text: string): number[] {
  const bytes = Array.from(text, (character) => character.charCodeAt(0));
  if (bytes.length > 255) throw new Error("a name too long for a SOCKS proxy");
  return [bytes.length, ...bytes];
}
