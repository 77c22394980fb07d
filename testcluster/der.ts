// The few ASN.1 types that an X.509 certificate is made of, in DER (ITU-T X.690).
// Each function returns one whole encoded value.

/** Any type by its tag byte, around content that is already encoded. */
export function der(tag: number, ...content: Uint8Array[]): Uint8Array {
  const body = concat(content);
  return concat([Uint8Array.of(tag, ...lengthBytes(body.length)), body]);
}

export function sequence(...items: Uint8Array[]): Uint8Array {
  return der(0x30, ...items);
}

export function set(...items: Uint8Array[]): Uint8Array {
  return der(0x31, ...items);
}

/** A positive INTEGER, big-endian without leading zeros. */
export function integer(bytes: Uint8Array): Uint8Array {
  const sign = (bytes[0] ?? 0) >= 0x80 ? Uint8Array.of(0) : new Uint8Array();
  return der(0x02, sign, bytes);
}

export function boolean(value: boolean): Uint8Array {
  return der(0x01, Uint8Array.of(value ? 0xff : 0));
}

/** `unused` is the number of bits at the end that do not count. */
export function bitString(bytes: Uint8Array, unused = 0): Uint8Array {
  return der(0x03, Uint8Array.of(unused), bytes);
}

export function octetString(bytes: Uint8Array): Uint8Array {
  return der(0x04, bytes);
}

export function utf8String(text: string): Uint8Array {
  return der(0x0c, new TextEncoder().encode(text));
}

/** An object identifier from its dotted form. */
export function objectIdentifier(dotted: string): Uint8Array {
  const [first = 0, second = 0, ...rest] = dotted.split(".").map(Number);
  return der(0x06, Uint8Array.from([first * 40 + second, ...rest].flatMap(base128)));
}

/** UTCTime, and GeneralizedTime from 2050 on, as RFC 5280 asks. */
export function time(date: Date): Uint8Array {
  const digits = date.toISOString().replace(/\.\d+Z/, "Z").replace(/[-:T]/g, "");
  const isUtcTime = date.getUTCFullYear() < 2050;
  const text = isUtcTime ? digits.slice(2) : digits;
  return der(isUtcTime ? 0x17 : 0x18, new TextEncoder().encode(text));
}

function base128(value: number): number[] {
  const bytes = [value & 0x7f];
  for (let rest = value >> 7; rest > 0; rest >>= 7) bytes.unshift((rest & 0x7f) | 0x80);
  return bytes;
}

function lengthBytes(length: number): number[] {
  if (length < 0x80) return [length];
  const bytes: number[] = [];
  for (let rest = length; rest > 0; rest >>= 8) bytes.unshift(rest & 0xff);
  return [0x80 | bytes.length, ...bytes];
}

function concat(parts: Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}
