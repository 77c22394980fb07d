/** What a check of a webhook found out. */

/** Every outcome; docs/webhook-url.md explains them. */
export const outcomes = [
  "refreshed",
  "not-refreshed",
  "open",
  "no-endpoint",
  "redirected",
  "unauthorized",
  "forbidden",
  "not-found",
  "unknown-cluster",
  "refused",
  "unavailable",
  "untrusted",
  "unreachable",
] as const;

export type Outcome = typeof outcomes[number];

export interface Verdict {
  readonly outcome: Outcome;
  /** Of the answer that decided; undefined where none came. */
  readonly code?: number;
  readonly milliseconds?: number;
  /** What came back and what it means: one sentence, without its full stop. */
  readonly message: string;
  /** What to do, whole sentences; empty where there is nothing. */
  readonly advice: string;
}
