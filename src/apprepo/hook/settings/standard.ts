import type { Settings } from "../../webhook/settings/settings.ts";
import { steps } from "./steps.ts";
import type { TypedIn } from "./typed_in.ts";

/** Source: standardwebhooks.com, its specification. */
export function standard({ url, secret }: TypedIn): Settings {
  const text =
    `At the sender, which signs as Standard Webhooks has it (webhook-id, webhook-timestamp, webhook-signature):
${steps(`Endpoint URL: ${url}`, `Signing secret: ${secret}`)}
Each delivery refreshes; one that comes again with the same id is answered 202, and refreshes no more.
`;
  return { text, parts: { url, secret } };
}
