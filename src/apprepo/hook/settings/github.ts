import { indentedJson, shellWord } from "../../webhook/settings/settings.ts";
import { steps } from "./steps.ts";
import type { SenderWords } from "./typed_in.ts";

/** Of a repository or an organisation. Packages of an organisation tell its own webhooks, too. */
export const github: SenderWords = {
  added({ url, secret }) {
    const text =
      `At GitHub, in the Settings of the organisation, or of the repository that the package is linked to:
${
        steps(
          "Webhooks, Add webhook",
          `Payload URL: ${url}`,
          "Content type: application/json",
          `Secret: ${secret}`,
          "SSL verification: Enable",
          "Let me select individual events: Packages, and no other",
          "Add webhook; under Recent Deliveries, its ping was answered 202",
        )
      }`;
    const path = "orgs/ORG/hooks";
    const config = { url, content_type: "json", secret, insecure_ssl: "0" };
    const body = { name: "web", active: true, events: ["package"], config };
    const script =
      `Or with gh, as an admin, with the organisation for ORG (repos/OWNER/REPOSITORY/hooks for one repository):

${gh("POST", path, body)}`;
    return { text, script, parts: { api: { method: "POST", path: `/${path}`, body } } };
  },
  /** Source: docs.github.com, "Update a webhook configuration for an organization". */
  changed({ url, secret }) {
    const text = `At GitHub, in the Settings of the organisation or repository that has the webhook:
${
      steps(
        `Webhooks, Edit of the one that calls ${url}`,
        `Secret, Change Secret: ${secret}`,
        "Update webhook",
      )
    }`;
    const path = "orgs/ORG/hooks/ID/config";
    const body = { secret };
    const script =
      `Or with gh, as an admin, with the organisation for ORG (repos/OWNER/REPOSITORY/hooks for one repository), and for ID what "gh api orgs/ORG/hooks" has for the webhook:

${gh("PATCH", path, body)}`;
    return { text, script, parts: { api: { method: "PATCH", path: `/${path}`, body } } };
  },
};

function gh(method: string, path: string, body: unknown): string {
  return `printf %s ${shellWord(indentedJson(body))} |
  gh api --method ${method} ${path} --input -
`;
}
