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

/** @throws {Error} saying what is wrong, without quoting the key */
export function checkedKey(block: PemBlock): CheckedKey {
  if (block.label.startsWith("ENCRYPTED")) {
    throw new Error("the client key is encrypted, which kubectl can't read either");
  }
  const { type, ...key } = read(block);
  if (type === "rsa") checkRsaNumbers(block);
  return key;
}

function read(block: PemBlock): CheckedKey & { type?: string } {
  try {
    const key = createPrivateKey(toPem(block));
    return {
      type: key.asymmetricKeyType,
      pem: key.export({ type: "pkcs8", format: "pem" }).toString(),
      publicKey: createPublicKey(key).export({ type: "spki", format: "der" }),
    };
  } catch {
    throw new Error(
      "the client key can't be used: RSA from 2048 bits, EC (P-256, P-384) and Ed25519 keys can",
    );
  }
}

function checkRsaNumbers(block: PemBlock): void {
  const modulus = fittingModulus(block);
  if (modulus === undefined) {
    throw new Error("the client key is damaged: its numbers do not fit each other");
  }
  if (modulus.toString(2).length < shortestRsaKey) {
    throw new Error(`the client key is shorter than ${shortestRsaKey} bits`);
  }
}

/** The numbers of a PKCS #1 key are told apart by their place. */
function fittingModulus({ label, bytes }: PemBlock): bigint | undefined {
  try {
    const [n, e, d, p, q, dp, dq, qInverse] = rsaNumbers(label, bytes) as RsaNumbers;
    const fit = p * q === n && d < n && (e * d) % (p - 1n) === 1n && (e * d) % (q - 1n) === 1n &&
      d % (p - 1n) === dp && d % (q - 1n) === dq && (qInverse * q) % p === 1n;
    return fit ? n : undefined;
  } catch {
    return undefined;
  }
}

type RsaNumbers = [bigint, bigint, bigint, bigint, bigint, bigint, bigint, bigint];

function rsaNumbers(label: string, bytes: Uint8Array): bigint[] {
  const outer = readElements(only(bytes, tag.sequence).content);
  const numbers = label === "PRIVATE KEY"
    ? readElements(only(outer[2]?.content ?? bytes, tag.sequence).content)
    : outer;
  return numbers.slice(1).map(({ content }) => toBigInt(content));
}

function toBigInt(bytes: Uint8Array): bigint {
  return BigInt(`0x${[...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("")}`);
}
