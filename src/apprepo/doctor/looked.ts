import type { Verdict } from "./verdict.ts";

/** What was looked at, or why it could not be. */
export type Looked<T> =
  | { readonly kind: "seen"; readonly value: T }
  /** In a sentence: the right that is missing, or that the server stayed away. */
  | { readonly kind: "unseen"; readonly why: string };

export function seen<T>(value: T): Looked<T> {
  return { kind: "seen", value };
}

export function unseen(why: string): Looked<never> {
  return { kind: "unseen", why };
}

/** What a check says of what was seen; without, that it does not know. */
export function examined<T>(looked: Looked<T>, examine: (value: T) => Verdict): Verdict {
  return looked.kind === "seen" ? examine(looked.value) : { kind: "unknown", why: looked.why };
}
