import type { Check } from "./check.ts";
import type { Finding, Verdict } from "./verdict.ts";
import type { Seen } from "./seen.ts";

export type State = "ok" | "warning" | "error" | "skipped" | "unknown";

export interface Examined {
  readonly check: Check;
  readonly state: State;
  readonly findings: readonly Finding[];
  /** Why it was skipped, or could not be looked at. */
  readonly why?: string;
}

/** Where the API server does not answer, that is all there is to say. */
const first = "ARD101";

export function examine(checks: readonly Check[], seen: Seen): Examined[] {
  const results: Examined[] = [];
  let isAway = false;
  for (const check of checks) {
    const verdict: Verdict = isAway && check.category !== "plugin"
      ? { kind: "skipped", why: `${first}: the API server does not answer` }
      : check.examine(seen);
    const result = examined(check, verdict);
    if (check.id === first && result.state === "error") isAway = true;
    results.push(result);
  }
  return results;
}

function examined(check: Check, verdict: Verdict): Examined {
  if (verdict.kind !== "findings") {
    return { check, state: verdict.kind, findings: [], why: verdict.why };
  }
  const { findings } = verdict;
  const isError = findings.some(({ severity }) => severity === "error");
  const state = findings.length === 0 ? "ok" : isError ? "error" : "warning";
  return { check, state, findings };
}
