import { steps } from "./steps.ts";
import type { HookWords, SenderWords } from "./typed_in.ts";

/** Source: standardwebhooks.com, its specification. */
const words: HookWords = ({ url, secret }) => {
  const text =
    `At the sender, which signs as Standard Webhooks has it (webhook-id, webhook-timestamp, webhook-signature):
${steps(`Endpoint URL: ${url}`, `Signing secret: ${secret}`)}
Each delivery refreshes; one that comes again with the same id is answered 202, and refreshes no more.
`;
  return { text, parts: { url, secret } };
};

export const standard: SenderWords = { added: words, changed: words };
