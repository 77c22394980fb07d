// Proxies on loopback that tell what they were asked for: HTTP with CONNECT, and SOCKS 5.

export interface ProxyServer extends Disposable {
  /** Without scheme. */
  readonly address: string;
  /** `host:port` of each tunnel, and for HTTP the Proxy-Authorization that came with it. */
  readonly tunnels: { readonly target: string; readonly authorization?: string }[];
}

type Greet = (client: Deno.Conn, note: ProxyServer["tunnels"]) => Promise<Deno.Conn | undefined>;

/** @param secure answers over TLS, with that certificate */
export function httpProxy(secure?: { certificate: string; key: string }): ProxyServer {
  return serve(greetHttp, secure);
}

export function socksProxy(): ProxyServer {
  return serve(greetSocks);
}

function serve(greet: Greet, secure?: { certificate: string; key: string }): ProxyServer {
  const at = { hostname: "127.0.0.1", port: 0 };
  const listener = secure
    ? Deno.listenTls({ ...at, cert: secure.certificate, key: secure.key })
    : Deno.listen(at);
  const tunnels: ProxyServer["tunnels"] = [];
  const open = new Set<Deno.Conn>();
  (async () => {
    for await (const client of listener) {
      open.add(client);
      tunnel(client, greet, tunnels, open).catch(() => {});
    }
  })().catch(() => {});
  return {
    address: `127.0.0.1:${(listener.addr as Deno.NetAddr).port}`,
    tunnels,
    [Symbol.dispose]() {
      listener.close();
      for (const connection of open) close(connection);
    },
  };
}

async function tunnel(
  client: Deno.Conn,
  greet: Greet,
  tunnels: ProxyServer["tunnels"],
  open: Set<Deno.Conn>,
): Promise<void> {
  const server = await greet(client, tunnels);
  if (!server) return close(client);
  open.add(server);
  const both = [
    client.readable.pipeTo(server.writable),
    server.readable.pipeTo(client.writable),
  ];
  await Promise.allSettled(both);
}

async function greetHttp(client: Deno.Conn, tunnels: ProxyServer["tunnels"]) {
  let head = "";
  while (!head.includes("\r\n\r\n")) head += await readSome(client);
  const target = /^CONNECT (\S+) /.exec(head)?.[1];
  if (!target) return undefined;
  tunnels.push({ target, authorization: /^proxy-authorization: (.*)$/im.exec(head)?.[1]?.trim() });
  const server = await connect(target);
  await client.write(new TextEncoder().encode("HTTP/1.1 200 OK\r\n\r\n"));
  return server;
}

/** RFC 1928, without authentication; addresses as IPv4 or name. */
async function greetSocks(client: Deno.Conn, tunnels: ProxyServer["tunnels"]) {
  const [, methods = 0] = await readExactly(client, 2);
  await readExactly(client, methods);
  await client.write(Uint8Array.of(5, 0));
  const [, , , kind] = await readExactly(client, 4);
  const length = kind === 1 ? 4 : (await readExactly(client, 1))[0]!;
  const name = await readExactly(client, length);
  const [high = 0, low = 0] = await readExactly(client, 2);
  const host = kind === 1 ? name.join(".") : new TextDecoder().decode(name);
  const target = `${host}:${high * 256 + low}`;
  tunnels.push({ target });
  const server = await connect(target);
  await client.write(Uint8Array.of(5, 0, 0, 1, 127, 0, 0, 1, 0, 0));
  return server;
}

function connect(target: string): Promise<Deno.Conn> {
  const [, hostname = "", port] = /^\[?(.*?)\]?:([0-9]+)$/.exec(target) ?? [];
  return Deno.connect({ hostname, port: Number(port) });
}

async function readSome(connection: Deno.Conn): Promise<string> {
  const bytes = new Uint8Array(4096);
  const count = await connection.read(bytes);
  if (count === null) throw new Error("closed before the request was whole");
  return new TextDecoder().decode(bytes.subarray(0, count));
}

async function readExactly(connection: Deno.Conn, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  for (let have = 0; have < length;) {
    const count = await connection.read(bytes.subarray(have));
    if (count === null) throw new Error("closed before the request was whole");
    have += count;
  }
  return bytes;
}

function close(connection: Deno.Conn): void {
  try {
    connection.close();
  } catch {
    // The other side was quicker.
  }
}
