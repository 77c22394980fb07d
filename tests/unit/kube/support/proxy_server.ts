// Proxies on loopback that tell what they were asked for: HTTP with CONNECT, and SOCKS 5.

export interface ProxyServer extends Disposable {
  /** Without scheme. */
  readonly address: string;
  /** `host:port` of each tunnel, and for HTTP the Proxy-Authorization that came with it. */
  readonly tunnels: { readonly target: string; readonly authorization?: string }[];
}

export interface ProxyOptions {
  /** Answers over TLS, with this certificate. */
  readonly secure?: { readonly certificate: string; readonly key: string };
  /** Addresses of names that nobody else knows. */
  readonly resolve?: Readonly<Record<string, string>>;
  /** The status line's end, such as `403 Forbidden`, of every answer of an HTTP proxy. */
  readonly refuse?: string;
  /** The code of a SOCKS proxy's every reply. */
  readonly code?: number;
}

/** Reads what the client wants: `host:port`, and what it proves itself with. */
type Greet = (client: Deno.Conn) => Promise<{ target: string; authorization?: string }>;

export function httpProxy(options: ProxyOptions = {}): ProxyServer {
  const { refuse } = options;
  if (refuse !== undefined) {
    return serve(
      async (client) => {
        await greetHttp(client);
        const answer = `HTTP/1.1 ${refuse}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n`;
        await client.write(new TextEncoder().encode(answer));
        throw new Error("refused");
      },
      new Uint8Array(),
      options,
    );
  }
  const granted = new TextEncoder().encode("HTTP/1.1 200 OK\r\n\r\n");
  return serve(greetHttp, granted, options);
}

export function socksProxy(options: ProxyOptions = {}): ProxyServer {
  const { code = 0 } = options;
  const reply = Uint8Array.of(5, code, 0, 1, 127, 0, 0, 1, 0, 0);
  if (code === 0) return serve(greetSocks, reply, options);
  async function refuse(client: Deno.Conn): Promise<never> {
    await greetSocks(client);
    await client.write(reply);
    throw new Error("refused");
  }
  return serve(refuse, reply, options);
}

function serve(
  greet: Greet,
  granted: Uint8Array,
  { secure, resolve = {} }: ProxyOptions,
): ProxyServer {
  async function tunnel(client: Deno.Conn): Promise<void> {
    const asked = await greet(client);
    tunnels.push(asked);
    const [, name = "", port] = /^\[?(.*?)\]?:([0-9]+)$/.exec(asked.target) ?? [];
    const hostname = resolve[name] ?? name;
    const server = await Deno.connect({ hostname, port: Number(port) });
    open.add(server);
    await client.write(granted);
    await Promise.allSettled([
      client.readable.pipeTo(server.writable),
      server.readable.pipeTo(client.writable),
    ]);
  }
  const at = { hostname: "127.0.0.1", port: 0 };
  const listener = secure
    ? Deno.listenTls({ ...at, cert: secure.certificate, key: secure.key })
    : Deno.listen(at);
  const tunnels: ProxyServer["tunnels"] = [];
  const open = new Set<Deno.Conn>();
  (async () => {
    for await (const client of listener) {
      open.add(client);
      tunnel(client).catch(() => close(client));
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

async function greetHttp(client: Deno.Conn) {
  let head = "";
  while (!head.includes("\r\n\r\n")) head += await readSome(client);
  const target = /^CONNECT (\S+) /.exec(head)?.[1];
  if (!target) throw new Error("no CONNECT");
  return { target, authorization: /^proxy-authorization: (.*)$/im.exec(head)?.[1]?.trim() };
}

/** RFC 1928, without authentication; addresses as IPv4 or name. */
async function greetSocks(client: Deno.Conn) {
  const [, methods = 0] = await readExactly(client, 2);
  await readExactly(client, methods);
  await client.write(Uint8Array.of(5, 0));
  const [, , , kind] = await readExactly(client, 4);
  const length = kind === 1 ? 4 : (await readExactly(client, 1))[0]!;
  const name = await readExactly(client, length);
  const [high = 0, low = 0] = await readExactly(client, 2);
  const host = kind === 1 ? name.join(".") : new TextDecoder().decode(name);
  return { target: `${host}:${high * 256 + low}` };
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
