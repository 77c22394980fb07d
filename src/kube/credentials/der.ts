/** Reads the binary form of certificates (DER, ITU-T X.690), as far as a look at one needs. */

/** Cut out when asked: a system trusts 150 certificates, and most of each is passed over. */
export class Element {
  readonly tag: number;
  readonly #source: Uint8Array;
  /** Of the tag, of the content, and of what comes next. */
  readonly #start: number;
  readonly #begin: number;
  readonly #end: number;

  constructor(source: Uint8Array, start: number, begin: number, end: number) {
    this.tag = source[start]!;
    this.#source = source;
    this.#start = start;
    this.#begin = begin;
    this.#end = end;
  }

  /** The whole element, tag and length included. */
  get bytes(): Uint8Array {
    return this.#source.subarray(this.#start, this.#end);
  }

  get content(): Uint8Array {
    return this.#source.subarray(this.#begin, this.#end);
  }

  /** Where the next one starts. */
  get end(): number {
    return this.#end;
  }
}

/** Tags of elements (X.690, 8.1.2). */
export const tag = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  objectId: 0x06,
  sequence: 0x30,
} as const;

/** @throws {RangeError} where the bytes are not elements of DER, one after the other */
export function readElements(content: Uint8Array): Element[] {
  const elements: Element[] = [];
  for (let at = 0; at < content.length;) {
    const element = readAt(content, at);
    elements.push(element);
    at = element.end;
  }
  return elements;
}

/**
 * @returns what is within the only element of the content
 * @throws {RangeError} where that is another element, or there are more
 */
export function only(content: Uint8Array, expected: number): Element {
  const element = readAt(content, 0);
  if (element.tag === expected && element.end === content.length) return element;
  throw new RangeError("another element than was expected");
}

export function isEqual(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, i) => byte === other[i]);
}

/** DER allows the shortest form of a length only; webpki reads at most 64 KiB. */
function readAt(source: Uint8Array, start: number): Element {
  if ((byteAt(source, start) & 0x1f) === 0x1f) throw new RangeError("a tag of more than one byte");
  const first = byteAt(source, start + 1);
  const begin = start + 2 + (first < 0x80 ? 0 : first - 0x80);
  const length = first < 0x80
    ? first
    : first === 0x81
    ? byteAt(source, start + 2)
    : byteAt(source, start + 2) * 256 + byteAt(source, start + 3);
  const isShortest = first < 0x80 || (first === 0x81 && length >= 0x80) ||
    (first === 0x82 && length >= 0x100);
  if (!isShortest) throw new RangeError("a length that is not allowed");
  if (begin + length > source.length) throw new RangeError("an element that is cut off");
  return new Element(source, start, begin, begin + length);
}

function byteAt(bytes: Uint8Array, index: number): number {
  const byte = bytes[index];
  if (byte === undefined) throw new RangeError("an element that is cut off");
  return byte;
}
