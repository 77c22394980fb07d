/** What a webhook is called at its sender, where it needs a name. */

import { createHash } from "node:crypto";
import type { WebhookTarget } from "../target.ts";

/** Characters; with the hash they fit into every sender's longest name. */
const longestReadable = 40;

/**
 * Letters, digits and single dashes. Its last part, a short hash, keeps apart what looks alike without
 * dots and slashes: `team/a-b` and `team-a/b`, and what is cut off.
 */
export function webhookLabel({ cluster, namespace, name }: WebhookTarget): string {
  const whole = `${cluster}/${namespace}/${name}`;
  const hash = createHash("sha256").update(whole).digest("hex").slice(0, 8);
  const readable = `${namespace}-${name}`.replace(/[^A-Za-z0-9]+/g, "-").slice(0, longestReadable);
  return `${readable.replace(/-$/, "")}-${hash}`;
}
