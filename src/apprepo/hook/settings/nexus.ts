import type { Settings } from "../../webhook/settings/settings.ts";
import { steps } from "./steps.ts";
import type { TypedIn } from "./typed_in.ts";

export function nexus({ url, secret }: TypedIn): Settings {
  const properties = { repository: "REPOSITORY", names: "component", url, secret };
  const text = `In Nexus Repository, as an administrator:
${
    steps(
      "Settings, System, Capabilities, Create capability",
      "Type: Webhook: Repository",
      "Repository: the one that holds the charts",
      "Event Types: component",
      `URL: ${url}`,
      `Secret Key: ${secret}`,
      "Create capability",
    )
  }`;
  return { text, parts: { capability: { type: "webhook.repository", properties } } };
}
