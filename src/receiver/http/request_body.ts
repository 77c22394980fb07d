import type { ByteReader } from "./byte_reader.ts";
import { type Framing, HttpFault } from "./request_head.ts";

const mostTrailers = 20;

/**
 * Reads a body to its end.
 * @param keep given each part as it comes; the part's memory is used again afterwards
 * @throws {HttpFault} where it has more bytes than `most`, or its chunks are malformed
 * @throws {TimeUp} {Gone}
 */
export async function readBody(
  reader: ByteReader,
  framing: Framing,
  most: number,
  until: number,
  keep: (bytes: Uint8Array) => void,
): Promise<void> {
  if (framing.kind === "length") return await reader.take(framing.bytes, until, keep);
  for (let total = 0;;) {
    const size = chunkSize(await reader.line(until));
    if (size === 0) return await skipTrailers(reader, until);
    total += size;
    if (total > most) throw tooLarge(most);
    await reader.take(size, until, keep);
    if (await reader.line(until) !== "") throw badChunk();
  }
}

/** @throws {HttpFault} where the length that the head tells is over the limit */
export function checkLength(framing: Framing, most: number): void {
  if (framing.kind === "length" && framing.bytes > most) throw tooLarge(most);
}

function chunkSize(line: string): number {
  // An extension may follow a semicolon; it means nothing here.
  const [, digits] = /^(0*[0-9A-Fa-f]{1,8})[ \t]*(?:;[\t\x20-\x7e]*)?$/.exec(line) ?? [];
  if (digits === undefined) throw badChunk();
  return parseInt(digits, 16);
}

async function skipTrailers(reader: ByteReader, until: number): Promise<void> {
  for (let count = 0; await reader.line(until) !== ""; count++) {
    if (count === mostTrailers) throw badChunk();
  }
}

function badChunk(): HttpFault {
  return new HttpFault(400, "BadRequest", "A chunk of the body is malformed.");
}

function tooLarge(most: number): HttpFault {
  const message = `The body has more than ${most} bytes. Nothing was refreshed.`;
  return new HttpFault(413, "RequestEntityTooLarge", message);
}
