import { steps } from "./steps.ts";
import type { SenderWords } from "./typed_in.ts";

export const nexus: SenderWords = {
  added({ url, secret }) {
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
    return { text, parts: capability(url, secret) };
  },
  changed({ url, secret }) {
    const text = `In Nexus Repository, as an administrator:
${
      steps(
        `Settings, System, Capabilities, the Webhook: Repository that calls ${url}`,
        `Settings, Secret Key: ${secret}`,
        "Save",
      )
    }`;
    return { text, parts: capability(url, secret) };
  },
};

function capability(url: string, secret: string) {
  const properties = { repository: "REPOSITORY", names: "component", url, secret };
  return { capability: { type: "webhook.repository", properties } };
}
