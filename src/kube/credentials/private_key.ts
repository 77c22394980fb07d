/** The public half of a private key, after a check that the runtime's TLS library will take it. */

import { createPrivateKey, createPublicKey } from "node:crypto";
import { only, readElements, tag } from "./der.ts";
import { type PemBlock, toPem } from "./pem.ts";

/** Bits; a shorter RSA key is none to rustls. */
const shortestRsaKey = 2048;

export interface CheckedKey {
  /** Written anew, so that nothing is left of what one reader takes and another does not. */
  readonly pem: string;
  /** SubjectPublicKeyInfo, DER. */
  readonly publicKey: Uint8Array;
}

/**
 * The label is not looked at: like Go (crypto/tls, X509KeyPair), the content tells what a key is.
 * @throws {Error} saying what is wrong, without quoting the key
 */
export function checkedKey(block: PemBlock): CheckedKey {
  const form = formOf(block);
  if (form === "encrypted") {
    throw new Error(
      "the client key is encrypted, which kubectl can't read either: write it anew without a password, with openssl pkey -in OLD -out NEW",
    );
  }
  const { type, ...key } = read(block.bytes, form);
  if (type === "rsa") checkRsaNumbers(block.bytes, form);
  return key;
}

type Form = "pkcs8" | "pkcs1" | "sec1";

/** All three are a sequence that begins with a version (RFC 5958, RFC 8017 A.1.2, RFC 5915). */
function formOf({ headers, bytes }: PemBlock): Form | "encrypted" {
  // Where the headers say so, the bytes are no DER at all (RFC 1421, 4.6.1.1).
  if (/^Proc-Type:.*ENCRYPTED/m.test(headers)) return "encrypted";
  try {
    const [first, second] = readElements(only(bytes, tag.sequence).content);
    // EncryptedPrivateKeyInfo (RFC 5958, 3) begins with the algorithm.
    if (first?.tag === tag.sequence && second?.tag === tag.octetString) return "encrypted";
    if (second?.tag === tag.integer) return "pkcs1";
    return second?.tag === tag.octetString ? "sec1" : "pkcs8";
  } catch (error) {
    throw unusable(error);
  }
}

function read(bytes: Uint8Array, type: Form): CheckedKey & { type?: string } {
  try {
    const key = createPrivateKey({ key: toPem({ label: labels[type], bytes }), format: "pem" });
    return {
      type: key.asymmetricKeyType,
      pem: key.export({ type: "pkcs8", format: "pem" }).toString(),
      publicKey: createPublicKey(key).export({ type: "spki", format: "der" }),
    };
  } catch (error) {
    throw unusable(error);
  }
}

const labels: Readonly<Record<Form, string>> = {
  pkcs8: "PRIVATE KEY",
  pkcs1: "RSA PRIVATE KEY",
  sec1: "EC PRIVATE KEY",
};

function unusable(cause: unknown): Error {
  return new Error(
    "the client key can't be used: RSA from 2048 bits, EC (P-256, P-384) and Ed25519 keys can",
    { cause },
  );
}

function checkRsaNumbers(bytes: Uint8Array, form: Form): void {
  const modulus = fittingModulus(bytes, form);
  if (modulus === undefined) {
    throw new Error("the client key is damaged: its numbers do not fit each other");
  }
  if (modulus.toString(2).length < shortestRsaKey) {
    throw new Error(`the client key is shorter than ${shortestRsaKey} bits`);
  }
}

/** The numbers of a PKCS #1 key are told apart by their place. */
function fittingModulus(bytes: Uint8Array, form: Form): bigint | undefined {
  try {
    const [n, e, d, p, q, dp, dq, qInverse] = rsaNumbers(bytes, form) as RsaNumbers;
    const fit = p * q === n && d < n && (e * d) % (p - 1n) === 1n && (e * d) % (q - 1n) === 1n &&
      d % (p - 1n) === dp && d % (q - 1n) === dq && (qInverse * q) % p === 1n;
    return fit ? n : undefined;
  } catch {
    return undefined;
  }
}

type RsaNumbers = [bigint, bigint, bigint, bigint, bigint, bigint, bigint, bigint];

function rsaNumbers(bytes: Uint8Array, form: Form): bigint[] {
  const outer = readElements(only(bytes, tag.sequence).content);
  const numbers = form === "pkcs8"
    ? readElements(only(outer[2]?.content ?? bytes, tag.sequence).content)
    : outer;
  return numbers.slice(1).map(({ content }) => toBigInt(content));
}

function toBigInt(bytes: Uint8Array): bigint {
  return BigInt(`0x${[...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("")}`);
}
