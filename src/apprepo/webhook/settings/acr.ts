import { type Settings, shellWord, type Webhook } from "./settings.ts";

/** A chart pushed as an OCI artifact is a `push`; `chart_push` was for the Helm repositories of old. */
const actions = ["push", "delete"];

export function acr({ url, authorization, label }: Webhook): Settings {
  // Azure allows letters and digits only, 5 to 50 of them.
  const name = `kubeapps${label.replace(/[^A-Za-z0-9]/g, "")}`.slice(0, 50);
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
    `# With your registry's name for REGISTRY; --scope charts/* limits it to some repositories:\n${command}\n`;
  return { text, parts: { command, name, properties } };
}
