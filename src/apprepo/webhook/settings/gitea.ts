import { indentedJson, type Settings, shellWord, type Webhook } from "./settings.ts";

const path = "/api/v1/orgs/OWNER/hooks";

/** Packages belong to an organisation or user, and so does the webhook that tells of them. */
export function gitea({ url, authorization }: Webhook): Settings {
  const body = {
    type: "gitea",
    active: true,
    events: ["package"],
    config: { url, content_type: "json", http_method: "post" },
    authorization_header: authorization,
  };
  const text =
    `# With your Gitea's or Forgejo's address, an access token and the organisation for GITEA, ACCESS_TOKEN and OWNER
# (in the UI: the organisation's Settings, Webhooks, Add Webhook, Gitea; Custom Events, Package; Authorization Header).
# It calls no private address, such as one behind a cluster's own load balancer, unless its app.ini says:
#   [webhook]
#   ALLOWED_HOST_LIST = external, ${new URL(url).hostname}
curl --silent --show-error --write-out '%{http_code}\\n' --request POST --header 'Content-Type: application/json' \\
  --header "Authorization: token ACCESS_TOKEN" \\
  https://GITEA${path} --data ${shellWord(indentedJson(body))}
`;
  return { text, parts: { api: { method: "POST", path, body } } };
}
