/** What a check is: a rule over what was read. */

import type { Seen } from "./seen.ts";
import type { Verdict } from "./verdict.ts";

export type Category =
  | "cluster"
  | "plugin"
  | "kubeapps"
  | "repository"
  | "rights"
  | "webhook"
  | "registry";

export interface Check {
  /** For ever: `ARD101`. */
  readonly id: string;
  readonly category: Category;
  /** What is so where all is well, in a few words. */
  readonly title: string;
  readonly examine: (seen: Seen) => Verdict;
}
