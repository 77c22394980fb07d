// An HTTP/1.1 server that shows requests as they came over the wire.

import type { Pair } from "../../../../testcluster/certificates.ts";

export interface RawServer extends Disposable {
  readonly port: number;
  /** The head of each request, up to the empty line. */
  readonly heads: string[];
  /** How many connections were opened. */
  connections: number;
}

/**
 * @param pair answers over TLS with that certificate
 * @param answer the bytes to answer with; the connection stays open
 */
export function rawServer(
  pair?: Pair,
  answer: string | Uint8Array = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}",
): RawServer {
  const at = { hostname: "127.0.0.1", port: 0 };
  const listener = pair
    ? Deno.listenTls({ ...at, cert: pair.certificate, key: pair.key, alpnProtocols: ["http/1.1"] })
    : Deno.listen(at);
  const open = new Set<Deno.Conn>();
  const server: RawServer = {
    port: (listener.addr as Deno.NetAddr).port,
    heads: [],
    connections: 0,
    [Symbol.dispose]() {
      listener.close();
      for (const connection of open) connection.close();
    },
  };
  accept(listener, open, async (connection) => {
    await (connection as Partial<Deno.TlsConn>).handshake?.();
    server.connections++;
    for await (const head of heads(connection)) {
      server.heads.push(head);
      await writeAll(connection, answer);
    }
  });
  return server;
}

async function writeAll(connection: Deno.Conn, answer: string | Uint8Array): Promise<void> {
  let left = typeof answer === "string" ? new TextEncoder().encode(answer) : answer;
  while (left.length > 0) left = left.subarray(await connection.write(left));
}

async function accept(
  listener: Deno.Listener<Deno.Conn>,
  open: Set<Deno.Conn>,
  serve: (connection: Deno.Conn) => Promise<void>,
): Promise<void> {
  while (true) {
    let connection: Deno.Conn;
    try {
      connection = await listener.accept();
    } catch (error) {
      // A handshake that fails ends nothing but its own connection.
      if (error instanceof Deno.errors.BadResource) return;
      continue;
    }
    open.add(connection);
    serve(connection).catch(() => {}).finally(() => {
      if (open.delete(connection)) close(connection);
    });
  }
}

async function* heads(connection: Deno.Conn): AsyncGenerator<string> {
  let text = "";
  const bytes = new Uint8Array(65_536);
  while (true) {
    const count = await connection.read(bytes);
    if (count === null) return;
    text += new TextDecoder("latin1").decode(bytes.subarray(0, count));
    for (let end = text.indexOf("\r\n\r\n"); end >= 0; end = text.indexOf("\r\n\r\n")) {
      const head = text.slice(0, end);
      const length = Number(/^content-length: *([0-9]+)/im.exec(head)?.[1] ?? 0);
      if (text.length < end + 4 + length) break;
      text = text.slice(end + 4 + length);
      yield head;
    }
  }
}

function close(connection: Deno.Conn): void {
  try {
    connection.close();
  } catch {
    // The other side was quicker.
  }
}
