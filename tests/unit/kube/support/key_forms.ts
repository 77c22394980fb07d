// Private keys in each of the forms that people have them in, under any label.

import { createPrivateKey } from "node:crypto";
import { readElements } from "../../../../src/kube/credentials/der.ts";
import { pemBlocks, toPem } from "../../../../src/kube/credentials/pem.ts";
import { der, sequence } from "../../../../testcluster/der.ts";

/** From PKCS #8, with the curve put where SEC 1 has it. */
export function sec1Of(pem: string): string {
  const [_version, algorithm, inner] = readElements(readElements(bytesOf(pem))[0]!.content);
  const curve = readElements(algorithm!.content)[1]!.bytes;
  const [version, secret, publicKey] = readElements(readElements(inner!.content)[0]!.content);
  const parts = [version!.bytes, secret!.bytes, der(0xa0, curve), publicKey!.bytes];
  return toPem({ label: "EC PRIVATE KEY", bytes: sequence(...parts) });
}

/** From PKCS #8. */
export function pkcs1Of(pem: string): string {
  return createPrivateKey(pem).export({ type: "pkcs1", format: "pem" }).toString();
}

export function labelled(pem: string, label: string): string {
  return toPem({ label, bytes: bytesOf(pem) });
}

export function bytesOf(pem: string): Uint8Array {
  return pemBlocks(pem)[0]!.bytes;
}
