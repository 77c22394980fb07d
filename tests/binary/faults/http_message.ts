// HTTP/1.1, as much of it as a proxy between this program and the API server needs.

/** A request, read whole. */
export interface HttpRequest {
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Uint8Array<ArrayBuffer>;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array<ArrayBuffer>;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Reads the requests of one connection; there are no chunked bodies and no pipelines here. */
export class RequestReader {
  readonly #connection: Pick<Deno.Conn, "read">;
  #buffered = new Uint8Array(0);

  constructor(connection: Pick<Deno.Conn, "read">) {
    this.#connection = connection;
  }

  /** @returns undefined where the client closed the connection */
  async next(): Promise<HttpRequest | undefined> {
    let end = this.#endOfHead();
    for (; end < 0; end = this.#endOfHead()) if (!await this.#more()) return undefined;
    const [first = "", ...lines] = decoder.decode(this.#take(end + 4)).trimEnd().split("\r\n");
    const headers = new Map(lines.map((line): [string, string] => {
      const at = line.indexOf(":");
      return [line.slice(0, at).toLowerCase(), line.slice(at + 1).trim()];
    }));
    const length = Number(headers.get("content-length") ?? 0);
    while (this.#buffered.length < length) if (!await this.#more()) return undefined;
    const [method = "", target = ""] = first.split(" ");
    return { method, target, headers, body: this.#take(length) };
  }

  #endOfHead(): number {
    return decoder.decode(this.#buffered).indexOf("\r\n\r\n");
  }

  #take(length: number): Uint8Array<ArrayBuffer> {
    const taken = this.#buffered.slice(0, length);
    this.#buffered = this.#buffered.slice(length);
    return taken;
  }

  async #more(): Promise<boolean> {
    const part = new Uint8Array(65_536);
    const count = await this.#connection.read(part);
    if (count === null) return false;
    const joined = new Uint8Array(this.#buffered.length + count);
    joined.set(this.#buffered);
    joined.set(part.subarray(0, count), this.#buffered.length);
    this.#buffered = joined;
    return true;
  }
}

/** The bytes of an answer; the length of its body is told unless `headers` tell another one. */
export function answerBytes({ status, headers, body }: HttpAnswer): Uint8Array<ArrayBuffer> {
  const all = { "Content-Length": String(body.length), ...headers };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  const head = encoder.encode(`HTTP/1.1 ${status} Whatever\r\n${lines.join("")}\r\n`);
  const bytes = new Uint8Array(head.length + body.length);
  bytes.set(head);
  bytes.set(body, head.length);
  return bytes;
}

export async function writeAll(
  connection: Pick<Deno.Conn, "write">,
  bytes: Uint8Array,
): Promise<void> {
  for (let rest = bytes; rest.length > 0;) rest = rest.subarray(await connection.write(rest));
}
