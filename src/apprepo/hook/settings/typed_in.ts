/** What has to be typed in at a hook's sender. */

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

export interface HookSettings {
  /** By hand, in the sender's own words; ends with a line break. */
  readonly text: string;
  /** The same as commands, with what they need; ends with a line break. */
  readonly script?: string;
  /** The same for programs. */
  readonly parts: Readonly<Record<string, unknown>>;
}

export type HookWords = (typed: TypedIn) => HookSettings;

export interface SenderWords {
  /** For a webhook that is not there yet. */
  readonly added: HookWords;
  /** For the one that is there, when the hook has a new secret. */
  readonly changed: HookWords;
}

/** Stands in for a secret that was shown before. */
export const secretPlaceholder = "<SECRET>";

/** Stands in for the last part of a URL that is not there yet, and is no secret. */
export const idPlaceholder = "<ID>";
