import { indentedJson, type Settings, shellWord, type Webhook } from "./settings.ts";

/**
 * Harbor names a pushed chart an artifact like any other; its events for charts went with
 * ChartMuseum in 2.8. Deletions are told too, so that removed charts vanish from Kubeapps.
 */
const eventTypes = ["PUSH_ARTIFACT", "DELETE_ARTIFACT"];

const path = "/api/v2.0/projects/PROJECT/webhook/policies";

export function harbor({ url, authorization, label }: Webhook): Settings {
  const body = {
    name: label,
    description: "Make Kubeapps sync its package repository",
    enabled: true,
    event_types: eventTypes,
    targets: [{
      type: "http",
      address: url,
      auth_header: authorization,
      skip_cert_verify: false,
      payload_format: "Default",
    }],
  };
  const steps = [
    "Open the project that holds the charts, its tab Webhooks, and there NEW WEBHOOK",
    `Name: ${label}`,
    "Notify Type: http",
    "Payload Format: Default",
    "Event Type: Artifact pushed, Artifact deleted (and no other)",
    `Endpoint URL: ${url}`,
    `Auth Header: ${authorization}`,
    "Verify Remote Certificate: checked",
    "ADD; Harbor has no test button, so push something and look at the webhook's executions",
  ];
  const text = `In Harbor's UI, as an administrator of the project:
${steps.map((step, at) => `  ${at + 1}. ${step}`).join("\n")}

Or by Harbor's API (2.8 and newer), with your Harbor's address and the project's name for HARBOR and PROJECT:

curl --silent --show-error --write-out '%{http_code}\\n' --user USER --request POST --header 'Content-Type: application/json' \\
  https://HARBOR${path} --data ${shellWord(indentedJson(body))}
`;
  return { text, parts: { steps, api: { method: "POST", path, body } } };
}
