import { indentedJson, type Settings, shellWord } from "../../webhook/settings/settings.ts";
import { steps } from "./steps.ts";
import type { TypedIn } from "./typed_in.ts";

/** Of a repository or an organisation. Packages of an organisation tell its own webhooks, too. */
export function github({ url, secret }: TypedIn): Settings {
  const body = {
    name: "web",
    active: true,
    events: ["package"],
    config: { url, content_type: "json", secret, insecure_ssl: "0" },
  };
  const path = "orgs/ORG/hooks";
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
    }
Or with gh, as an admin, with the organisation for ORG (repos/OWNER/REPOSITORY/hooks for one repository):

printf %s ${shellWord(indentedJson(body))} |
  gh api --method POST ${path} --input -
`;
  return { text, parts: { api: { method: "POST", path: `/${path}`, body } } };
}
