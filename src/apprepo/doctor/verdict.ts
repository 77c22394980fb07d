/** What a check says of what was seen. */

/** `warning`: it works, and will bite. `error`: it is broken now. */
export type Severity = "warning" | "error";

export interface ObjectRef {
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
}

/** A step that mends it. */
export interface Fix {
  /** Ready to paste; what only the user knows stands in capitals. */
  readonly command?: string;
  /** What to do by hand, or what to know before. */
  readonly note?: string;
}

/** One thing that is wrong. No text of it holds a secret. */
export interface Finding {
  readonly severity: Severity;
  /** In a sentence. */
  readonly title: string;
  readonly objects: readonly ObjectRef[];
  /** The evidence, a line each. */
  readonly seen: readonly string[];
  /** What it means. */
  readonly why: string;
  readonly fix: readonly Fix[];
}

export type Verdict =
  /** Nothing found: all is well. */
  | { readonly kind: "findings"; readonly findings: readonly Finding[] }
  /** Not applicable, or what it needs is broken. */
  | { readonly kind: "skipped"; readonly why: string }
  /** There is no right to look. */
  | { readonly kind: "unknown"; readonly why: string };

export function found(findings: readonly (Finding | undefined)[]): Verdict {
  return { kind: "findings", findings: findings.filter((finding) => finding !== undefined) };
}

export function skipped(why: string): Verdict {
  return { kind: "skipped", why };
}
