/** What became of a delivery, for log and metrics. */
export type Verdict =
  | "refreshed"
  /** An event that is no reason to refresh. */
  | "nothing-asked"
  /** About something that the hook does not go by. */
  | "not-meant"
  /** Done before. */
  | "repeated"
  | "refused"
  | "failed";
