// Certificates and keys with a few bits that are wrong, the same ones in each run.

import { pemBlocks, toPem } from "../../../../src/kube/credentials/pem.ts";

/** Mulberry32: the same numbers in each run. */
export function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** One or two bits or bytes are other ones, gone or new. */
export function damaged(pem: string, random: () => number): string {
  const [block] = pemBlocks(pem);
  const bytes = [...block!.bytes];
  for (let count = 1 + Math.floor(random() * 2); count > 0; count--) {
    const at = Math.floor(random() * bytes.length);
    const kind = random();
    if (kind < 0.6) bytes[at]! ^= 1 << Math.floor(random() * 8);
    else if (kind < 0.8) bytes.splice(at, 1);
    else bytes.splice(at, 0, Math.floor(random() * 256));
  }
  return toPem({ ...block!, bytes: Uint8Array.from(bytes) });
}
