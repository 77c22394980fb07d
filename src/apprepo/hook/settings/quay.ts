import { indentedJson, shellWord } from "../../webhook/settings/settings.ts";
import { steps } from "./steps.ts";
import type { HookSettings, SenderWords, TypedIn } from "./typed_in.ts";
import { oldUrl, urlIsSecret } from "./url_is_secret.ts";

/** It signs nothing and sends no header of ours, and has no way to change a notification. */
export const quay: SenderWords = {
  added: (typed) => settings(typed),
  changed: (typed) => settings(typed, oldUrl),
};

function settings({ url, label }: TypedIn, ...last: readonly string[]): HookSettings {
  const body = {
    event: "repo_push",
    eventConfig: {},
    method: "webhook",
    config: { url },
    title: label,
  };
  const path = "/api/v1/repository/ORG/REPOSITORY/notification/";
  const text = `${urlIsSecret}
At Quay, in the repository that holds the charts:
${
    steps(
      "Settings, Events and Notifications, Create Notification",
      "When this event occurs: Push to Repository",
      "Then issue a notification: Webhook POST",
      `Webhook URL: ${url}`,
      `With extra title: ${label}`,
      "Create Notification; its menu has Test Notification",
      ...last,
    )
  }`;
  const script =
    `Or by its API, with an OAuth token that may administer the repository, its organisation and name for TOKEN, ORG and REPOSITORY:

curl --silent --show-error --write-out '%{http_code}\\n' --request POST --header 'Content-Type: application/json' \\
  --header "Authorization: Bearer TOKEN" \\
  https://quay.io${path} --data ${shellWord(indentedJson(body))}
`;
  return { text, script, parts: { api: { method: "POST", path, body } } };
}
