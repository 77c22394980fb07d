/** Finds certificate and key in PEM, and tells what is there instead. Source: Go's crypto/tls, X509KeyPair. */

import { certificateBlocks, type PemBlock, pemBlocks } from "./pem.ts";

/** @throws {Error} in Go's words where there is none */
export function chainIn(pem: string): [PemBlock, ...PemBlock[]] {
  const [leaf, ...more] = certificateBlocks(pem);
  if (leaf === undefined) throw new Error(noCertificate(pemBlocks(pem)));
  return [leaf, ...more];
}

/**
 * @returns the first, whatever is around it
 * @throws {Error} in Go's words where there is none
 */
export function privateKeyIn(pem: string): PemBlock {
  const blocks = pemBlocks(pem);
  const key = blocks.find(isPrivateKey);
  if (key === undefined) throw new Error(noKey(blocks));
  return key;
}

function isPrivateKey({ label }: PemBlock): boolean {
  return /^(.+ )?PRIVATE KEY$/.test(label);
}

function noCertificate(found: readonly PemBlock[]): string {
  if (found.length === 0) return "tls: failed to find any PEM data in certificate input";
  if (found.length === 1 && isPrivateKey(found[0]!)) {
    return "tls: failed to find certificate PEM data in certificate input, but did find a private key; PEM inputs may have been switched";
  }
  return `tls: failed to find "CERTIFICATE" PEM block in certificate input after skipping PEM blocks of the following types: ${
    labels(found)
  }`;
}

function noKey(found: readonly PemBlock[]): string {
  if (found.length === 0) return "tls: failed to find any PEM data in key input";
  if (found.length === 1 && found[0]!.label === "CERTIFICATE") {
    return "tls: found a certificate rather than a key in the PEM for the private key";
  }
  return `tls: failed to find PEM block with type ending in "PRIVATE KEY" in key input after skipping PEM blocks of the following types: ${
    labels(found)
  }`;
}

/** As Go prints a list. */
function labels(blocks: readonly PemBlock[]): string {
  return `[${blocks.map(({ label }) => label).join(" ")}]`;
}
