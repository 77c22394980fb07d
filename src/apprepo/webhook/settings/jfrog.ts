import { indentedJson, type Settings, shellWord, type Webhook } from "./settings.ts";

const path = "/event/api/v1/subscriptions";

export function jfrog({ url, authorization, label }: Webhook): Settings {
  const body = {
    key: label,
    description: "Make Kubeapps sync its package repository",
    enabled: true,
    event_filter: {
      domain: "artifact",
      event_types: ["deployed", "deleted", "moved", "copied"],
      criteria: {
        anyLocal: false,
        anyRemote: false,
        repoKeys: ["REPOSITORY"],
        includePatterns: [],
        excludePatterns: [],
      },
    },
    handlers: [{
      handler_type: "webhook",
      url,
      custom_http_headers: [{ name: "Authorization", value: authorization }],
    }],
  };
  const text =
    `# With your platform's address, an admin's access token and the charts' repository for JFROG, ACCESS_TOKEN
# and REPOSITORY. A chart that is moved or copied is told of by the repository that it comes from: where yours are
# promoted so, put that one beside REPOSITORY. Targets in private networks are refused unless urlStrictPolicy of
# Artifactory allows them.
curl --silent --show-error --write-out '%{http_code}\\n' --request POST --header 'Content-Type: application/json' \\
  --header "Authorization: Bearer ACCESS_TOKEN" \\
  https://JFROG${path} --data ${shellWord(indentedJson(body))}
`;
  return { text, parts: { api: { method: "POST", path, body } } };
}
