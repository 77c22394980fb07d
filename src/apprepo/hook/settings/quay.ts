import { indentedJson, type Settings, shellWord } from "../../webhook/settings/settings.ts";
import { steps } from "./steps.ts";
import type { TypedIn } from "./typed_in.ts";

/** It signs nothing and sends no header of ours. */
export function quay({ url, label }: TypedIn): Settings {
  const body = {
    event: "repo_push",
    eventConfig: {},
    method: "webhook",
    config: { url },
    title: label,
  };
  const path = "/api/v1/repository/ORG/REPOSITORY/notification/";
  const text =
    `The URL is the secret: whoever has it can make Kubeapps sync this repository, and nothing else.

At Quay, in the repository that holds the charts:
${
      steps(
        "Settings, Events and Notifications, Create Notification",
        "When this event occurs: Push to Repository",
        "Then issue a notification: Webhook POST",
        `Webhook URL: ${url}`,
        `With extra title: ${label}`,
        "Create Notification; its menu has Test Notification",
      )
    }
Or by its API, with an OAuth token that may administer the repository, its organisation and name for TOKEN, ORG and REPOSITORY:

curl --silent --show-error --write-out '%{http_code}\\n' --request POST --header 'Content-Type: application/json' \\
  --header "Authorization: Bearer TOKEN" \\
  https://quay.io${path} --data ${shellWord(indentedJson(body))}
`;
  return { text, parts: { api: { method: "POST", path, body } } };
}
