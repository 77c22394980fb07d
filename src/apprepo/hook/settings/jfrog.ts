import { indentedJson, shellWord } from "../../webhook/settings/settings.ts";
import { steps } from "./steps.ts";
import type { HookSettings, SenderWords, TypedIn } from "./typed_in.ts";

const subscriptions = "/event/api/v1/subscriptions";

export const jfrog: SenderWords = {
  added(typed) {
    const { url, secret, label } = typed;
    const text =
      `In JFrog Artifactory, as an administrator (for charts that are no OCI artifacts, take the events of Artifacts: deployed, deleted):
${
        steps(
          "Administration, General, Webhooks, New Webhook",
          `Name: ${label}`,
          `URL: ${url}`,
          "Events: Docker, Tag was pushed and Tag was deleted; the repository that holds the charts",
          `Secret token: ${secret}`,
          "Use secret for payload signing: checked",
          "Create",
        )
      }`;
    return { text, ...byApi("POST", subscriptions, typed) };
  },
  changed(typed) {
    const { url, secret, label } = typed;
    const text = `In JFrog Artifactory, as an administrator:
${
      steps(
        `Administration, General, Webhooks, ${label}, which calls ${url}`,
        `Secret token: ${secret}`,
        "Use secret for payload signing: still checked",
        "Save",
      )
    }`;
    return { text, ...byApi("PUT", `${subscriptions}/${label}`, typed) };
  },
};

/** Without the signing, the secret itself would stand in the header. */
function byApi(
  method: string,
  path: string,
  { url, secret, label }: TypedIn,
): Omit<HookSettings, "text"> {
  const body = {
    key: label,
    description: "Make Kubeapps sync its package repository",
    enabled: true,
    event_filter: {
      domain: "docker",
      event_types: ["pushed", "deleted"],
      criteria: { anyLocal: false, repoKeys: ["REPOSITORY"] },
    },
    handlers: [{ handler_type: "webhook", url, secret, use_secret_for_signing: true }],
  };
  const script =
    `Or by its API, with your server, an access token and the repository's key for SERVER, TOKEN and REPOSITORY:

curl --silent --show-error --write-out '%{http_code}\\n' --request ${method} --header 'Content-Type: application/json' \\
  --header "Authorization: Bearer TOKEN" \\
  https://SERVER${path} --data ${shellWord(indentedJson(body))}
`;
  return { script, parts: { api: { method, path, body } } };
}
