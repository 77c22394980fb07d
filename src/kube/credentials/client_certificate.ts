/**
 * Looks at a client certificate before the runtime does: Deno 2.6 ends the whole process on a pair
 * that its TLS library (rustls, with webpki) does not take. What that refuses is refused here.
 */

import type { ClientCertificate } from "./credentials.ts";
import { type Element, isEqual, only, readElements, tag } from "./der.ts";
import { chainIn, privateKeyIn } from "./key_pair.ts";
import { toPem } from "./pem.ts";
import { checkedKey } from "./private_key.ts";

/**
 * @returns the pair without all that is around it: the certificates, and the first private key
 * @throws {Error} saying what is wrong, in Go's words where it has some
 */
export function checkedClientCertificate({ cert, key }: ClientCertificate): ClientCertificate {
  const chain = chainIn(cert);
  const checked = checkedKey(privateKeyIn(key));
  try {
    checkLeaf(chain[0].bytes, checked.publicKey);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new Error("x509: malformed certificate", { cause: error });
  }
  return { cert: chain.map(toPem).join(""), key: checked.pem };
}

/** Context tags within a TBSCertificate (RFC 5280, 4.1). */
const versionTag = 0xa0;
const extensionsTag = 0xa3;
const version3 = 2;

/** @param publicKey SubjectPublicKeyInfo, DER */
function checkLeaf(der: Uint8Array, publicKey: Uint8Array): void {
  const whole = readElements(only(der, tag.sequence).content);
  expectTags(whole, [tag.sequence, tag.sequence, tag.bitString]);
  const [body, algorithm, signature] = whole;
  if (signature!.content[0] !== 0) throw new RangeError("a signature of incomplete bytes");
  const fields = readElements(body!.content);
  if (fields[0]?.tag !== versionTag || !isVersion3(fields.shift()!)) {
    throw new Error(
      "the client certificate is not of X.509 version 3, and no other is supported here: have it issued with an extension, such as extendedKeyUsage",
    );
  }
  const rest = fields.splice(6);
  expectTags(fields, [tag.integer, ...new Array<number>(5).fill(tag.sequence)]);
  const [_serial, signedWith, _issuer, _validity, _subject, spki] = fields;
  if (!isEqual(signedWith!.bytes, algorithm!.bytes)) {
    throw new RangeError("two signature algorithms");
  }
  if (!isEqual(spki!.bytes, publicKey)) {
    throw new Error(
      "tls: private key does not match public key: the client certificate and the client key are not of one pair",
    );
  }
  if (rest.length === 0) return;
  expectTags(rest, [extensionsTag]);
  checkExtensions(readElements(only(rest[0]!.content, tag.sequence).content));
}

function isVersion3({ content }: Element): boolean {
  return isEqual(only(content, tag.integer).content, Uint8Array.of(version3));
}

/** The extensions that webpki reads (2.5.29.x), each once; others must not be critical. */
const keyUsage = 15;
const sequences = new Set([17, 19, 30, 31, 37]);

function checkExtensions(extensions: Element[]): void {
  const seen = new Set<number>();
  for (const extension of extensions) {
    const parts = readElements(extension.content);
    const isCritical = parts[1]?.tag === tag.boolean && readBoolean(parts.splice(1, 1)[0]!);
    expectTags([extension, ...parts], [tag.sequence, tag.objectId, tag.octetString]);
    const [id, value] = parts;
    const number = isEqual(id!.content.subarray(0, 2), Uint8Array.of(0x55, 0x1d)) &&
        id!.content.length === 3
      ? id!.content[2]!
      : 0;
    if (sequences.has(number)) only(value!.content, tag.sequence);
    if (number === keyUsage || sequences.has(number)) {
      if (seen.has(number)) throw new RangeError("an extension that stands twice");
      seen.add(number);
    } else if (isCritical) {
      throw new Error(
        "the client certificate has a critical extension that is not supported here: have it issued without",
      );
    }
  }
}

function readBoolean({ content }: Element): boolean {
  const [value] = content;
  if (content.length === 1 && (value === 0 || value === 0xff)) return value !== 0;
  throw new RangeError("neither true nor false");
}

function expectTags(elements: readonly Element[], tags: readonly number[]): void {
  const fits = elements.length === tags.length && elements.every(({ tag }, i) => tag === tags[i]);
  if (!fits) throw new RangeError("other elements than were expected");
}
