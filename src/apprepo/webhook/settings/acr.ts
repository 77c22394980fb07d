import { type Settings, shellWord, type Webhook } from "./settings.ts";

/** A chart pushed as an OCI artifact is a `push`; `chart_push` was for the Helm repositories of old. */
const actions = ["push", "delete"];

export function acr({ url, authorization, label }: Webhook): Settings {
  const name = acrName(label);
  const command = [
    `az acr webhook create --registry REGISTRY --name ${name} --actions ${actions.join(" ")}`,
    `--uri ${shellWord(url)}`,
    `--headers ${shellWord(`Authorization=${authorization}`)}`,
  ].join(" \\\n  ");
  const properties = {
    serviceUri: url,
    customHeaders: { Authorization: authorization },
    actions,
    status: "enabled",
  };
  const text =
    `# With your registry's name for REGISTRY. It is told of every repository; --scope 'charts/my-chart:*' limits it
# to all tags of one (without the tag it would be "latest" alone, which charts don't have; there is no pattern
# for several repositories):
${command}
`;
  return { text, parts: { command, name, properties } };
}

/** Azure allows letters and digits only, 5 to 50 of them. The label's end tells it from others. */
function acrName(label: string): string {
  const parts = label.split("-");
  const hash = parts.pop() ?? "";
  return `kubeapps${parts.join("")}`.replace(/[^A-Za-z0-9]/g, "").slice(0, 50 - hash.length) + hash;
}
