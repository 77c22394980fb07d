import type { Settings } from "../../webhook/settings/settings.ts";
import { steps } from "./steps.ts";
import type { TypedIn } from "./typed_in.ts";

/** It signs nothing and sends no header of ours. */
export function dockerhub({ url, label }: TypedIn): Settings {
  const text =
    `The URL is the secret: whoever has it can make Kubeapps sync this repository, and nothing else.

At Docker Hub, in the repository that holds the charts:
${steps("Webhooks", `Webhook name: ${label}`, `Webhook URL: ${url}`, "Create")}`;
  return { text, parts: { name: label, url } };
}
