/** Secrets of hooks, made here or brought by the user. */

import type { HookKey } from "./hook.ts";
import { HookError } from "./hook_error.ts";
import { isKeyFor } from "./hook_secret.ts";
import type { Proof } from "./proof.ts";

/** What a URL of ours ends in: 160 random bits. */
export function newUrlPart(): string {
  return random(20).toBase64({ alphabet: "base64url", omitPadding: true });
}

/** Of 256 random bits, in the sender's form. */
export function newKey({ kind }: Proof): string {
  if (kind === "url") return newUrlPart();
  if (kind === "standard") return `whsec_${random(32).toBase64()}`;
  return random(32).toBase64({ alphabet: "base64url", omitPadding: true });
}

/** @param given the user's own; undefined for a new one @param now milliseconds since the epoch */
export function hookKey(proof: Proof, given: string | undefined, now: number): HookKey {
  const key = given ?? newKey(proof);
  return { key, since: new Date(now).toISOString().replace(/\.\d+Z$/, "Z") };
}

/** @throws {HookError} that says nothing of the key itself */
export function checkKey(proof: Proof, key: string): void {
  if (proof.kind === "standard" && !isStandard(key)) {
    fail("Standard Webhooks has 24 to 64 bytes in base64, after whsec_");
  }
  if (isKeyFor(proof, key)) return;
  fail(
    proof.kind === "url"
      ? "it is the URL's last part: 16 to 128 letters, digits, '-' and '_'"
      : "it takes 16 to 512 characters of ASCII, without blanks",
  );
}

function isStandard(key: string): boolean {
  try {
    const { length } = Uint8Array.fromBase64(key.replace(/^whsec_/, ""));
    return length >= 24 && length <= 64;
  } catch {
    return false;
  }
}

function random(bytes: number): Uint8Array<ArrayBuffer> {
  return crypto.getRandomValues(new Uint8Array(bytes));
}

function fail(why: string): never {
  throw new HookError(`the key on stdin can't be used: ${why}`);
}
