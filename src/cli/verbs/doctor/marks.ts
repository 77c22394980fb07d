import type { State } from "../../../apprepo/doctor/examine.ts";

/** What each state is called: words, since a sign says nothing to who hears it or can't show it. */
export const marks: Readonly<Record<State, string>> = {
  ok: "ok",
  warning: "warn",
  error: "FAIL",
  skipped: "skip",
  unknown: "unknown",
};
