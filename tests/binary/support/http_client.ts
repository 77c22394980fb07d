// A plain HTTP/1.1 client that shares no code with the receiver, and sends what it is told to.

export interface HttpResponse {
  code: number;
  headers: Headers;
  body: string;
}

/** One connection, kept alive. */
export class HttpClient implements Disposable {
  readonly #connection: Deno.Conn;
  #bytes = new Uint8Array();

  private constructor(connection: Deno.Conn) {
    this.#connection = connection;
  }

  static async connect(url: string, ca?: string): Promise<HttpClient> {
    const { protocol, hostname, port } = new URL(url);
    const address = { hostname, port: Number(port) };
    const caCerts = ca === undefined ? undefined : [ca];
    return new HttpClient(
      protocol === "https:"
        ? await Deno.connectTls({ ...address, caCerts })
        : await Deno.connect(address),
    );
  }

  /** @throws where the connection breaks before the whole response is here */
  async post(
    path: string,
    token?: string,
    body = "{}",
    headers: Record<string, string> = {},
  ): Promise<HttpResponse> {
    const authorization = token === undefined ? "" : `Authorization: Bearer ${token}\r\n`;
    const others = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`).join("");
    const length = new TextEncoder().encode(body).length;
    const head = `POST ${path} HTTP/1.1\r\nHost: receiver\r\n${authorization}${others}`;
    await this.send(`${head}Content-Length: ${length}\r\n\r\n${body}`);
    return await this.response();
  }

  async send(text: string | Uint8Array): Promise<void> {
    let rest = typeof text === "string" ? new TextEncoder().encode(text) : text;
    while (rest.length > 0) rest = rest.subarray(await this.#connection.write(rest));
  }

  async response(): Promise<HttpResponse> {
    let end = -1;
    while ((end = find(this.#bytes)) < 0) await this.#more();
    const [first = "", ...lines] = new TextDecoder().decode(this.#take(end + 4)).trim().split(
      "\r\n",
    );
    const headers = new Headers(lines.map((line) => {
      const at = line.indexOf(":");
      return [line.slice(0, at), line.slice(at + 1).trim()] as [string, string];
    }));
    const code = Number(first.split(" ")[1]);
    const length = code === 100 ? 0 : Number(headers.get("content-length"));
    while (this.#bytes.length < length) await this.#more();
    return { code, headers, body: new TextDecoder().decode(this.#take(length)) };
  }

  /** Whether the other side closes within so many ms, whatever it still says. */
  async closes(ms: number): Promise<boolean> {
    const late = Promise.withResolvers<boolean>();
    const timer = setTimeout(() => late.resolve(false), ms);
    const closed = (async () => {
      try {
        while (await this.#connection.read(new Uint8Array(4096)) !== null);
      } catch { /* a reset closes, too */ }
      return true;
    })();
    const result = await Promise.race([closed, late.promise]);
    clearTimeout(timer);
    return result;
  }

  [Symbol.dispose](): void {
    try {
      this.#connection.close();
    } catch { /* it was closed */ }
  }

  #take(count: number): Uint8Array {
    const taken = this.#bytes.subarray(0, count);
    this.#bytes = this.#bytes.subarray(count);
    return taken;
  }

  async #more(): Promise<void> {
    const buffer = new Uint8Array(16_384);
    const count = await this.#connection.read(buffer);
    if (count === null) throw new Error("the connection was closed");
    const joined = new Uint8Array(this.#bytes.length + count);
    joined.set(this.#bytes);
    joined.set(buffer.subarray(0, count), this.#bytes.length);
    this.#bytes = joined;
  }
}

function find(bytes: Uint8Array): number {
  for (let at = 0; at + 3 < bytes.length; at++) {
    if (
      bytes[at] === 13 && bytes[at + 1] === 10 && bytes[at + 2] === 13 && bytes[at + 3] === 10
    ) return at;
  }
  return -1;
}

/** The webhook's path. */
export function refreshPath(namespace: string, name: string, cluster = "default"): string {
  return `/api/v1/clusters/${cluster}/namespaces/${namespace}/apprepositories/${name}/refresh`;
}
