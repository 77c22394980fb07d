/** What a check of a webhook found out. */

export type Outcome =
  /** The counter went up in the cluster. */
  | "refreshed"
  /** A 2xx, and the counter stayed. */
  | "not-refreshed"
  /** It went up for a caller without a token. */
  | "open"
  /** Something else answers. */
  | "no-endpoint"
  | "redirected"
  | "unauthorized"
  | "forbidden"
  | "not-found"
  | "unknown-cluster"
  | "refused"
  /** A 5xx or 429: it should work later. */
  | "unavailable"
  | "untrusted"
  | "unreachable";

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
