import { PLUGIN_NAME } from "../../about.ts";
import { runnable } from "../command.ts";
import { connectionFlags } from "../connection_flags.ts";
import { boolean, type FlagValues, text, textOr } from "../flags.ts";

const webhookUrl = `kubectl ${PLUGIN_NAME} webhook-url`;

const ownFlags = {
  baseUrl: text(
    "The address under which Kubeapps is reached, such as https://kubeapps.example.com",
  ),
  clusterName: textOr("default", "The name that Kubeapps has for the cluster"),
  noVerify: boolean("Don't look whether the AppRepository exists"),
};

const flags = { ...ownFlags, ...connectionFlags };

export type WebhookUrlValues = FlagValues<typeof flags>;

export const webhookUrlCommand = runnable({
  name: webhookUrl,
  description:
    "Print the URL that a registry or a CI job calls with POST to make Kubeapps sync an AppRepository.",
  examples: [
    [
      "Print the URL for a repository in the current namespace",
      `${webhookUrl} my-repo --base-url https://kubeapps.example.com`,
    ],
  ],
  usage: "NAME --base-url URL [options]",
  flags,
  sections: [
    { heading: "Options", flags: ownFlags },
    { heading: "Connection options, as in 'kubectl options'", flags: connectionFlags },
  ],
  async run(context, names, values) {
    const { runWebhookUrl } = await import("../webhook_url_run.ts");
    await runWebhookUrl(context, names, values);
  },
});
