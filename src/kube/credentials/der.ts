/** Reads the binary form of certificates (DER, ITU-T X.690), as far as a look at one needs. */

export interface Element {
  readonly tag: number;
  /** The whole element, tag and length included. */
  readonly bytes: Uint8Array;
  readonly content: Uint8Array;
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
  for (let rest = content; rest.length > 0;) {
    const element = readFirst(rest);
    elements.push(element);
    rest = rest.subarray(element.bytes.length);
  }
  return elements;
}

/**
 * @returns what is within the only element of the content
 * @throws {RangeError} where that is another element, or there are more
 */
export function only(content: Uint8Array, expected: number): Element {
  const [element, ...more] = readElements(content);
  if (element?.tag === expected && more.length === 0) return element;
  throw new RangeError("another element than was expected");
}

export function isEqual(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, i) => byte === other[i]);
}

function readFirst(bytes: Uint8Array): Element {
  const tag = byteAt(bytes, 0);
  const { length, begin } = readLength(bytes);
  if ((tag & 0x1f) === 0x1f) throw new RangeError("a tag of more than one byte");
  if (begin + length > bytes.length) throw new RangeError("an element that is cut off");
  return {
    tag,
    bytes: bytes.subarray(0, begin + length),
    content: bytes.subarray(begin, begin + length),
  };
}

/** DER allows the shortest form only; webpki reads at most 64 KiB. */
function readLength(bytes: Uint8Array): { length: number; begin: number } {
  const first = byteAt(bytes, 1);
  if (first < 0x80) return { length: first, begin: 2 };
  if (first === 0x81 && byteAt(bytes, 2) >= 0x80) return { length: byteAt(bytes, 2), begin: 3 };
  if (first === 0x82 && byteAt(bytes, 2) > 0) {
    return { length: byteAt(bytes, 2) * 256 + byteAt(bytes, 3), begin: 4 };
  }
  throw new RangeError("a length that is not allowed");
}

function byteAt(bytes: Uint8Array, index: number): number {
  const byte = bytes[index];
  if (byte === undefined) throw new RangeError("an element that is cut off");
  return byte;
}
