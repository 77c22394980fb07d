/**
 * Looks at a client certificate before the runtime does: Deno 2.6 ends the whole process on one
 * that its TLS library can't take.
 */

import { createPrivateKey, X509Certificate } from "node:crypto";
import type { ClientCertificate } from "./credentials.ts";

/**
 * @param now milliseconds since the epoch
 * @returns what is wrong, in Go's words where it has some; undefined for a good pair
 */
export function checkClientCertificate(
  { cert, key }: ClientCertificate,
  now: number,
): string | undefined {
  const leaf = parse(() => new X509Certificate(cert));
  if (leaf === undefined) return "tls: failed to find any PEM data in certificate input";
  const secret = parse(() => createPrivateKey(key));
  if (secret === undefined) return "tls: failed to find any PEM data in key input";
  if (!leaf.checkPrivateKey(secret)) return "tls: private key does not match public key";
  if (Date.parse(leaf.validTo) < now) return `the client certificate expired on ${leaf.validTo}`;
  return undefined;
}

function parse<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
