/** What has to be typed in at a hook's sender. */

import type { Settings } from "../../webhook/settings/settings.ts";
import type { Hook } from "../hook.ts";

export interface TypedIn {
  /** In whole; where the URL is the secret, its last part may be a placeholder. */
  readonly url: string;
  /** The key, or a placeholder for it; where the URL is the secret, nothing needs it. */
  readonly secret: string;
  /** A name for the webhook where the sender wants one: letters, digits, dashes. */
  readonly label: string;
  readonly hook: Pick<Hook, "from" | "proof">;
}

/** In the sender's own words. */
export type HookSettings = (typed: TypedIn) => Settings;

/** Stands in for a secret that was shown before. */
export const secretPlaceholder = "<SECRET>";

/** Stands in for the last part of a URL that is not there yet, and is no secret. */
export const idPlaceholder = "<ID>";
