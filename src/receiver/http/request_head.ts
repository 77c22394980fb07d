/**
 * The head of an HTTP/1.1 request, read strictly: what two parsers could understand in two ways
 * (RFC 9112, 11) is refused, so that nothing can be smuggled past whatever stands in front.
 */

/** What is wrong with a request, and the code to refuse it with. */
export class HttpFault extends Error {
  override name = "HttpFault";
  constructor(readonly code: number, readonly reason: string, message: string) {
    super(message);
  }
}

/** How the body's end is found. */
export type Framing =
  | { readonly kind: "length"; readonly bytes: number }
  | { readonly kind: "chunked" };

export interface RequestHead {
  readonly method: string;
  /** The path as it came, without the query. */
  readonly path: string;
  /** By lower-case name; its characters are bytes. */
  readonly headers: ReadonlyMap<string, string>;
  readonly framing: Framing;
  /** Whether the sender waits for a `100 Continue` before it sends the body. */
  readonly expectsContinue: boolean;
  /** Whether the connection can take another request after this one. */
  readonly keepAlive: boolean;
}

const mostHeaders = 100;
const requestLine = /^([!#$%&'*+\-.^_`|~0-9A-Za-z]{1,32}) ([\x21-\x7e]+) HTTP\/(\d)\.(\d)$/;
// deno-lint-ignore no-control-regex -- exactly these are not allowed
const headerLine = /^([!#$%&'*+\-.^_`|~0-9A-Za-z]+):[ \t]*([^\x00-\x08\x0a-\x1f\x7f]*?)[ \t]*$/;
/** Of the headers that are read here, those that must not come twice. */
const singular = new Set([
  "authorization",
  "content-length",
  "content-type",
  "expect",
  "host",
  "transfer-encoding",
]);

/**
 * @param text the head without its last empty line, one character a byte
 * @throws {HttpFault}
 */
export function parseHead(text: string): RequestHead {
  const [first = "", ...lines] = text.split("\r\n");
  if (/^PROXY (TCP[46]|UNKNOWN)\b/.test(first)) throw proxyProtocol();
  const [, method, target, major, minor] = requestLine.exec(first) ?? [];
  if (method === undefined || target === undefined) throw bad("The request line is malformed.");
  if (major !== "1" || (minor !== "1" && minor !== "0")) {
    throw bad("Only HTTP/1.1 is spoken here.");
  }
  const path = pathOf(target);
  const headers = parseHeaders(lines);
  const isOld = minor === "0";
  if (!isOld && !headers.has("host")) throw bad("The Host header is missing.");
  return {
    method,
    path,
    headers,
    framing: framing(headers, isOld),
    expectsContinue: expectsContinue(headers, isOld),
    keepAlive: !isOld && !connectionOptions(headers).includes("close"),
  };
}

/** Of the origin form, and of the absolute form that proxies send. Source: RFC 9112, 3.2. */
function pathOf(target: string): string {
  const [, path] = /^(?:https?:\/\/[^/?#@\\]+)?([/?#].*|)$/i.exec(target) ?? [];
  if (path === undefined || target === "") {
    throw bad("The request's target must be a path or a URL.");
  }
  return path.replace(/[?#].*$/, "") || "/";
}

function connectionOptions(headers: ReadonlyMap<string, string>): string[] {
  return (headers.get("connection") ?? "").toLowerCase().split(",").map((option) => option.trim());
}

/** What a load balancer sends before the request, where it is set to. */
export function proxyProtocol(): HttpFault {
  return bad(
    "The connection begins with the PROXY protocol, which is not spoken here: switch it off at the load balancer in front, for this port.",
  );
}

function parseHeaders(lines: readonly string[]): Map<string, string> {
  if (lines.length > mostHeaders) {
    throw new HttpFault(431, "TooManyHeaders", `There are more than ${mostHeaders} headers.`);
  }
  const headers = new Map<string, string>();
  for (const line of lines) {
    const [, name, value] = headerLine.exec(line) ?? [];
    if (name === undefined || value === undefined) throw bad("A header is malformed.");
    const key = name.toLowerCase();
    const before = headers.get(key);
    if (before !== undefined && singular.has(key)) throw bad(`The header ${key} comes twice.`);
    headers.set(key, before === undefined ? value : `${before}, ${value}`);
  }
  return headers;
}

function framing(headers: ReadonlyMap<string, string>, isOld: boolean): Framing {
  const [length, encoding] = [headers.get("content-length"), headers.get("transfer-encoding")];
  if (encoding !== undefined) {
    if (length !== undefined) throw bad("Content-Length and Transfer-Encoding exclude each other.");
    if (isOld || encoding.toLowerCase() !== "chunked") {
      throw bad("The only transfer encoding is chunked, in HTTP/1.1.");
    }
    return { kind: "chunked" };
  }
  if (length !== undefined && !/^[0-9]{1,15}$/.test(length)) {
    throw bad("The Content-Length is malformed.");
  }
  return { kind: "length", bytes: Number(length ?? 0) };
}

function expectsContinue(headers: ReadonlyMap<string, string>, isOld: boolean): boolean {
  const expected = headers.get("expect");
  if (expected === undefined || isOld) return false;
  if (expected.toLowerCase() === "100-continue") return true;
  throw new HttpFault(417, "ExpectationFailed", "The only expectation met here is 100-continue.");
}

function bad(message: string): HttpFault {
  return new HttpFault(400, "BadRequest", message);
}
