/** What a certificate says of itself (RFC 5280, 4.1), as far as trust in it depends on that. */

import { type Element, isEqual, only, readElements, tag } from "./der.ts";

/** What takes time to read is read when asked for, and throws a RangeError where it is malformed. */
export interface Certificate {
  readonly version: number;
  /** Milliseconds since the epoch. */
  readonly notBefore: number;
  readonly notAfter: number;
  /** The subject's common name, or what else stands last in it; empty where that can't be read. */
  name(): string;
  /** Whether subject and issuer are the same name. */
  isSelfIssued(): boolean;
  /** Such as `RSA 2048`, `EC P-256` or `Ed25519`; undefined for others. */
  key(): string | undefined;
  extensions(): Extensions;
}

export interface Extensions {
  /** basicConstraints; undefined where there is none. */
  readonly isAuthority?: boolean;
  /** Whether keyUsage lets it sign certificates; undefined where there is none. */
  readonly maySign?: boolean;
  /** Whether extendedKeyUsage lets it stand for servers; undefined where there is none. */
  readonly isForServers?: boolean;
  /** Whether one is marked as critical that Go does not know, and so nobody may pass over. */
  readonly areUnknown: boolean;
}

/** @throws {RangeError} where it is no certificate */
export function readCertificate(der: Uint8Array): Certificate {
  const [body, algorithm, signature] = readElements(only(der, tag.sequence).content);
  expect(body, tag.sequence);
  expect(algorithm, tag.sequence);
  expect(signature, tag.bitString);
  const fields = readElements(body.content);
  const version = fields[0]?.tag === versionTag ? fields.shift() : undefined;
  const [serial, signedWith, issuer, validity, subject, key, ...rest] = fields;
  expect(serial, tag.integer);
  expect(signedWith, tag.sequence);
  expect(issuer, tag.sequence);
  expect(validity, tag.sequence);
  expect(subject, tag.sequence);
  expect(key, tag.sequence);
  const [notBefore, notAfter] = readElements(validity.content);
  return {
    version: 1 + (version ? only(version.content, tag.integer).content[0] ?? 0 : 0),
    notBefore: time(notBefore),
    notAfter: time(notAfter),
    name: () => lastName(subject),
    isSelfIssued: () => isEqual(subject.bytes, issuer.bytes),
    key: () => keyKind(key),
    extensions: () => readExtensions(rest.find(({ tag }) => tag === extensionsTag)),
  };
}

const versionTag = 0xa0;
const extensionsTag = 0xa3;
const utcTime = 0x17;

function expect(element: Element | undefined, tag: number): asserts element {
  if (element?.tag !== tag) throw new RangeError("another element than was expected");
}

/** A name is a list of sets of pairs, the nearest last. */
function lastName(name: Element): string {
  try {
    const pairs = readElements(name.content).flatMap((set) => readElements(set.content))
      .map((pair) => readElements(pair.content));
    const common = pairs.findLast(([id]) => id && id.content.toHex() === "550403");
    const [, value] = common ?? pairs.at(-1) ?? [];
    return new TextDecoder().decode(value?.content);
  } catch {
    return "";
  }
}

/** `YYMMDDhhmmssZ`, or with four digits for the year. */
function time(element: Element | undefined): number {
  const digits = [...element?.content ?? []].map((byte) => byte - 0x30);
  const isShort = element?.tag === utcTime;
  const zulu = digits.pop();
  if (zulu !== 0x5a - 0x30 || digits.length !== (isShort ? 12 : 14)) {
    throw new RangeError("no time");
  }
  if (digits.some((digit) => digit < 0 || digit > 9)) throw new RangeError("no time");
  const two = () => digits.shift()! * 10 + digits.shift()!;
  const first = two();
  const year = isShort ? first + (first < 50 ? 2000 : 1900) : first * 100 + two();
  return Date.UTC(year, two() - 1, two(), two(), two(), two());
}

function readExtensions(extensions: Element | undefined): Extensions {
  if (extensions === undefined) return { areUnknown: false };
  let isAuthority: boolean | undefined;
  let maySign: boolean | undefined;
  let isForServers: boolean | undefined;
  let areUnknown = false;
  for (const { content } of readElements(only(extensions.content, tag.sequence).content)) {
    const parts = readElements(content);
    const value = parts.at(-1)!;
    const number = extensionNumber(parts[0]!.content);
    const isCritical = parts[1]?.tag === tag.boolean && parts[1].content[0] !== 0;
    areUnknown ||= isCritical && !known.has(number);
    switch (number) {
      case 19: {
        const [flag] = readElements(only(value.content, tag.sequence).content);
        isAuthority = flag?.tag === tag.boolean && flag.content[0] !== 0;
        break;
      }
      case 15:
        // The sixth bit from the left; the first byte tells how many at the end do not count.
        maySign = ((only(value.content, tag.bitString).content[1] ?? 0) & 0x04) !== 0;
        break;
      case 37:
        isForServers = readElements(only(value.content, tag.sequence).content)
          .some(({ content }) => serverPurposes.has(content.toHex()));
    }
  }
  return { isAuthority, maySign, isForServers, areUnknown };
}

/** serverAuth and anyExtendedKeyUsage. */
const serverPurposes = new Set(["2b06010505070301", "551d2500"]);

/** Source: Go's crypto/x509, processExtensions. */
const known = new Set([14, 15, 17, 19, 30, 31, 32, 33, 35, 36, 37, 54]);

/** N of 2.5.29.N; 0 for others. */
function extensionNumber(id: Uint8Array): number {
  return id.length === 3 && id[0] === 0x55 && id[1] === 0x1d ? id[2]! : 0;
}

const curves: Readonly<Record<string, string>> = {
  "2a8648ce3d030107": "P-256",
  "2b81040021": "P-224",
  "2b81040022": "P-384",
  "2b81040023": "P-521",
};

function keyKind(key: Element): string | undefined {
  const [algorithm, bits] = readElements(key.content);
  const [id, parameters] = readElements(algorithm?.content ?? key.content);
  const name = (id?.content ?? key.content).toHex();
  if (name === "2b6570") return "Ed25519";
  if (name === "2a8648ce3d0201") {
    const curve = curves[(parameters?.content ?? key.content).toHex()];
    return curve && `EC ${curve}`;
  }
  if (name !== "2a864886f70d010101" || bits === undefined) return undefined;
  const [modulus] = readElements(only(bits.content.subarray(1), tag.sequence).content);
  return `RSA ${bitLength(modulus?.content ?? bits.content)}`;
}

function bitLength(integer: Uint8Array): number {
  const first = integer.findIndex((byte) => byte !== 0);
  if (first < 0) return 0;
  return (integer.length - first) * 8 - (Math.clz32(integer[first]!) - 24);
}
