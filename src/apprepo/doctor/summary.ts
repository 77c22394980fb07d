import type { Examined, State } from "./examine.ts";

export type Summary = Readonly<Record<State, number>>;

/** Of findings, not of checks, where there are several. */
export function summaryOf(results: readonly Examined[]): Summary {
  const counts = { ok: 0, warning: 0, error: 0, skipped: 0, unknown: 0 };
  for (const { state, findings } of results) {
    if (findings.length === 0) counts[state]++;
    for (const { severity } of findings) counts[severity]++;
  }
  return counts;
}

/** Whether the exit code says so; what could not be looked at is not fine. */
export function isFailed(summary: Summary, failOn: "error" | "warning" | "never"): boolean {
  if (failOn === "never") return false;
  const isBroken = summary.error > 0 || summary.unknown > 0;
  return isBroken || (failOn === "warning" && summary.warning > 0);
}
