import { type Settings, shellWord, type Webhook } from "./settings.ts";

/** Without --location: a redirect would turn the POST into a GET, and its 200 would mean nothing. */
export function curl({ url, authorization }: Webhook): Settings {
  const command = [
    "curl --fail-with-body --silent --show-error --max-time 30 --request POST",
    `--header ${shellWord(`Authorization: ${authorization}`)}`,
    shellWord(url),
  ].join(" \\\n  ");
  return { text: `${command}\n`, parts: { command } };
}
