import type { AnswerBytes } from "./answer_bytes.ts";
import type { AnswerHead } from "./answer_head.ts";

const longestLine = 16_384;

/** How the end of a body is known. Source: RFC 9112, 6.3. */
export type Framing =
  | { readonly kind: "length"; readonly length: number }
  | { readonly kind: "chunked" }
  | { readonly kind: "until-close" };

/** @throws {Error} where the head does not tell, or says two things */
export function framingOf({ status, headers }: AnswerHead): Framing {
  if (status === 204 || status === 304) return { kind: "length", length: 0 };
  const coding = headers.get("transfer-encoding")?.toLowerCase();
  if (coding === "chunked") return { kind: "chunked" };
  if (coding !== undefined && coding !== "identity") {
    throw new Error(`the answer has the unknown transfer-encoding ${JSON.stringify(coding)}`);
  }
  const given = headers.get("content-length");
  if (given === null) return { kind: "until-close" };
  // Said twice, it counts if it is the same.
  const lengths = new Set(given.split(",").map((text) => text.trim()));
  const [length = ""] = lengths;
  if (lengths.size !== 1 || !/^[0-9]{1,15}$/.test(length)) {
    throw new Error("invalid content-length parsed");
  }
  return { kind: "length", length: Number(length) };
}

/** @throws {Error} where the body breaks off or is framed wrongly */
export async function* readBody(
  bytes: AnswerBytes,
  framing: Framing,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  switch (framing.kind) {
    case "length":
      return yield* readLength(bytes, framing.length);
    case "chunked":
      return yield* readChunks(bytes);
    case "until-close":
      for (let some = await bytes.next(); some; some = await bytes.next()) yield plain(some);
  }
}

async function* readLength(
  bytes: AnswerBytes,
  length: number,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  for (let left = length; left > 0;) {
    const some = await bytes.next(left);
    if (some === undefined) throw new Error("end of file before message length reached");
    left -= some.length;
    yield plain(some);
  }
}

/** Extensions and trailers are passed over. */
async function* readChunks(bytes: AnswerBytes): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  for (;;) {
    const line = await bytes.until("\r\n", longestLine);
    const size = /^([0-9a-f]{1,13})[ \t]*(?:;|$)/i.exec(line)?.[1];
    if (size === undefined) throw new Error("invalid chunk size line");
    const length = parseInt(size, 16);
    if (length === 0) break;
    yield* readLength(bytes, length);
    if (await bytes.until("\r\n", 2) !== "") throw new Error("invalid chunk end");
  }
  while (await bytes.until("\r\n", longestLine) !== "") { /* a trailer */ }
}

/**
 * @param coding of its Content-Encoding header
 * @throws {Error} for a coding that nobody asked for
 */
export function unpacked(
  body: AsyncIterable<Uint8Array<ArrayBuffer>>,
  coding: string | null,
): AsyncIterable<Uint8Array> {
  switch (coding?.trim().toLowerCase() ?? "") {
    case "":
    case "identity":
      return body;
    case "gzip":
    case "x-gzip":
      return ReadableStream.from(body).pipeThrough(new DecompressionStream("gzip"));
    case "deflate":
      return ReadableStream.from(body).pipeThrough(new DecompressionStream("deflate"));
    default:
      throw new Error(`the answer has the unknown content-encoding ${JSON.stringify(coding)}`);
  }
}

/** Node's chunks are Buffers, which the web's streams take only as what they are underneath. */
function plain(some: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(some);
}
