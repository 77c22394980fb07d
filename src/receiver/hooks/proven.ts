/** Whether a request comes from the hook's sender: over the bytes as they came, in constant time. */

import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { type Hook, urlSecrets } from "../../apprepo/hook/hook.ts";
import type { HmacProof } from "../../apprepo/hook/proof.ts";

export interface HookRequest {
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Uint8Array;
  /** The URL's last part. */
  readonly secret: string;
  /** Milliseconds since the epoch: when it came, by the machine's clock, which may be set at any time. */
  readonly came: number;
  /** The same by a clock that nobody sets. */
  readonly began: number;
}

/** @returns false for every fault alike */
export function isProven(hook: Hook, request: HookRequest): boolean {
  return isAddressed(hook, request.secret) && showsKey(hook, request);
}

/** @param secret the URL's last part */
export function isAddressed(hook: Hook, secret: string): boolean {
  return anyEqual(urlSecrets(hook), secret);
}

function showsKey({ proof, keys }: Hook, request: HookRequest): boolean {
  const { headers, body } = request;
  const texts = keys.map(({ key }) => key);
  switch (proof.kind) {
    case "url":
      return true;
    case "header":
      return anyEqual(texts, headers.get(proof.header) ?? "");
    case "hmac":
      return anySigned(texts, proof, body, headers.get(proof.header) ?? "");
    case "standard":
      return isStandard(texts, request);
  }
}

function anySigned(
  keys: readonly string[],
  { algorithm, encoding, prefix }: HmacProof,
  body: Uint8Array,
  header: string,
): boolean {
  if (!header.startsWith(prefix)) return false;
  const given = header.slice(prefix.length);
  // A signature in hex is the same in capitals; what else is in it, no signature has.
  const text = encoding === "hex" ? given.toLowerCase() : given;
  return anyEqual(
    keys.map((key) => createHmac(algorithm, key).update(body).digest(encoding)),
    text,
  );
}

/** Milliseconds by which its time may differ from ours. Source: Standard Webhooks, "verifying". */
export const standardTolerance = 5 * 60_000;

/** Source: Standard Webhooks, "signature scheme". */
function isStandard(keys: readonly string[], { headers, body, came }: HookRequest): boolean {
  const [id = "", time = "", signatures = ""] = ["id", "timestamp", "signature"]
    .map((name) => headers.get(`webhook-${name}`));
  if (!/^[0-9]{1,12}$/.test(time)) return false;
  if (Math.abs(Number(time) * 1_000 - came) > standardTolerance) return false;
  if (!standardId.test(id)) return false;
  const given = signatures.split(" ").slice(0, mostSignatures);
  const head = new TextEncoder().encode(`${id}.${time}.`);
  const wanted = keys.map((key) =>
    `v1,${createHmac("sha256", standardKey(key)).update(head).update(body).digest("base64")}`
  );
  return given.map((one) => anyEqual(wanted, one)).includes(true);
}

const mostSignatures = 10;
/** Visible ASCII, so that its bytes are those that were signed. */
const standardId = /^[\x21-\x7e]{1,256}$/;

/** `whsec_` and base64; what is no such thing is the key as it stands. */
function standardKey(key: string): Uint8Array | string {
  try {
    return Uint8Array.fromBase64(key.replace(/^whsec_/, ""));
  } catch {
    return key;
  }
}

/** Compares with each, however the first ones turn out; hashes hide the lengths. */
function anyEqual(wanted: readonly string[], given: string): boolean {
  const hash = digest(given);
  return wanted.map((one) => timingSafeEqual(digest(one), hash)).includes(true);
}

function digest(text: string): Uint8Array {
  return createHash("sha256").update(text).digest();
}
