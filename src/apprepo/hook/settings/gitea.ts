import { indentedJson, shellWord } from "../../webhook/settings/settings.ts";
import { steps } from "./steps.ts";
import type { SenderWords } from "./typed_in.ts";

const path = "/api/v1/orgs/OWNER/hooks";

/** Packages belong to an organisation or user, and so does the webhook that tells of them. */
export const gitea: SenderWords = {
  added({ url, secret }) {
    const text = `In Gitea or Forgejo, in the Settings of the organisation that owns the packages:
${
      steps(
        "Webhooks, Add Webhook, Gitea (Forgejo)",
        `Target URL: ${url}`,
        "HTTP Method: POST, POST Content Type: application/json",
        `Secret: ${secret}`,
        "Trigger On: Custom Events, Package",
        "Add Webhook",
      )
    }
It calls no private address, such as one behind a cluster's own load balancer, unless its app.ini says:

[webhook]
ALLOWED_HOST_LIST = external, ${new URL(url).hostname}
`;
    const config = { url, content_type: "json", http_method: "post", secret };
    const body = { type: "gitea", active: true, events: ["package"], config };
    const script =
      `Or by its API, with its address, an access token and the organisation for GITEA, ACCESS_TOKEN and OWNER:

curl --silent --show-error --write-out '%{http_code}\\n' --request POST --header 'Content-Type: application/json' \\
  --header "Authorization: token ACCESS_TOKEN" \\
  https://GITEA${path} --data ${shellWord(indentedJson(body))}
`;
    return { text, script, parts: { api: { method: "POST", path, body } } };
  },
  /** Its API leaves the secret as it is. Source: go-gitea/gitea pull request 23142. */
  changed({ url, secret }) {
    const text = `In Gitea or Forgejo, in the Settings of the organisation that owns the packages:
${
      steps(
        `Webhooks, the one that calls ${url}`,
        `Secret: ${secret}`,
        "Update Webhook",
      )
    }`;
    return { text, parts: { url, secret } };
  },
};
