import { steps } from "./steps.ts";
import type { HookSettings, SenderWords, TypedIn } from "./typed_in.ts";
import { oldUrl, urlIsSecret } from "./url_is_secret.ts";

/** It signs nothing and sends no header of ours, and has no way to change a webhook's URL. */
export const dockerhub: SenderWords = {
  added: (typed) => settings(typed),
  changed: (typed) => settings(typed, oldUrl),
};

function settings({ url, label }: TypedIn, ...last: readonly string[]): HookSettings {
  const text = `${urlIsSecret}
At Docker Hub, in the repository that holds the charts:
${steps("Webhooks", `Webhook name: ${label}`, `Webhook URL: ${url}`, "Create", ...last)}`;
  return { text, parts: { name: label, url } };
}
