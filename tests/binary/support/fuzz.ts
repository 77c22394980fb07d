// Requests made up from a seed: some good, most nearly good.

/** A stream of numbers that the seed decides (mulberry32). */
export class Chance {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  /** From 0 to below 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  is(share: number): boolean {
    return this.next() < share;
  }

  of<T>(choices: readonly T[]): T {
    return choices[this.below(choices.length)]!;
  }

  /** Any bytes, one character each. */
  bytes(most: number): string {
    return Array.from({ length: this.below(most) }, () => String.fromCharCode(this.below(256)))
      .join("");
  }
}

export interface Vocabulary {
  /** Good ones first. */
  paths: string[];
  tokens: string[];
}

/** One connection's bytes: a request or two, one character a byte. */
export function madeUp(chance: Chance, words: Vocabulary): string {
  const requests = chance.is(0.15) ? 2 : 1;
  let text = "";
  for (let count = 0; count < requests; count++) text += request(chance, words);
  return chance.is(0.4) ? spoiled(chance, text) : text;
}

function request(chance: Chance, { paths, tokens }: Vocabulary): string {
  const method = chance.is(0.7) ? "POST" : chance.of(["GET", "HEAD", "PUT", "post", "X", "", "P@"]);
  const path = chance.is(0.6) ? chance.of(paths) : chance.of([
    `${paths[0]}${chance.bytes(8)}`,
    `/${encodeURIComponent(chance.bytes(20))}`,
    paths[0]!.replace("default", chance.bytes(6)),
    paths[0]!.replace("/namespaces", "/../namespaces"),
    `${paths[0]}/..%2f%2e%2e/%ff`,
    `/${"a".repeat(chance.below(20_000))}`,
    "*",
    "",
  ]);
  const version = chance.is(0.9) ? "HTTP/1.1" : chance.of(["HTTP/1.0", "HTTP/2.0", "HTTP", "x"]);
  const body = chance.is(0.5) ? chance.bytes(2_000) : '{"type":"PUSH_ARTIFACT"}';
  const headers = [
    ...(chance.is(0.95) ? ["Host: a"] : []),
    ...(chance.is(0.85) ? [`Authorization: ${authorization(chance, tokens)}`] : []),
    ...(chance.is(0.1) ? [`Authorization: Bearer ${chance.of(tokens)}`] : []),
    ...Array.from(
      { length: chance.below(4) },
      () => `X-${chance.below(99)}: ${'a b\t;,="'.repeat(chance.below(9))}`,
    ),
    ...(chance.is(0.05) ? [chance.bytes(60)] : []),
    ...(chance.is(0.05) ? ["Expect: 100-continue"] : []),
    ...(chance.is(0.05) ? [`X: ${"a".repeat(chance.below(40_000))}`] : []),
    ...(chance.is(0.1) ? ["Connection: close"] : []),
  ];
  const chunked = chance.is(0.3);
  if (chunked || chance.is(0.05)) headers.push("Transfer-Encoding: chunked");
  if (!chunked || chance.is(0.05)) headers.push(`Content-Length: ${length(chance, body)}`);
  const sent = chunked ? chunks(chance, body) : body;
  return `${method} ${path} ${version}\r\n${headers.join("\r\n")}\r\n\r\n${sent}`;
}

function authorization(chance: Chance, tokens: string[]): string {
  if (chance.is(0.8)) return `Bearer ${chance.of(tokens)}`;
  return chance.of(["Basic YTpi", "Bearer", `Bearer ${chance.bytes(40)}`, chance.bytes(20), ""]);
}

function length(chance: Chance, body: string): string {
  if (chance.is(0.9)) return String(body.length);
  return chance.of([
    "-1",
    "0",
    "99999999",
    "1e3",
    `${body.length}, ${body.length}`,
    "0x10",
    "",
    "7",
  ]);
}

function chunks(chance: Chance, body: string): string {
  let text = "";
  for (let rest = body; rest.length > 0;) {
    const size = 1 + chance.below(rest.length);
    const extension = chance.is(0.02) ? `;${chance.bytes(5)}` : "";
    text += `${size.toString(16)}${extension}\r\n${rest.slice(0, size)}\r\n`;
    rest = rest.slice(size);
  }
  return `${text}0\r\n${chance.is(0.1) ? "Trailer: x\r\n" : ""}\r\n`;
}

function spoiled(chance: Chance, text: string): string {
  const at = chance.below(text.length);
  const until = at + chance.below(20);
  return chance.of([
    text.slice(0, at),
    text.slice(0, at) + text.slice(until),
    text.slice(0, at) + chance.bytes(10) + text.slice(at),
    text.slice(0, at) + text.slice(at, until) + text.slice(at),
    text.replaceAll("\r\n", chance.of(["\n", "\r", "\r\n\r\n", " \r\n"])),
    text.replace(": ", chance.of([":", " : ", ":\t", ":\x0b", "\r\n : "])),
  ]);
}
