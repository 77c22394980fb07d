import { PLUGIN_NAME } from "../../../about.ts";
import { serviceAccountFlag } from "../../flags/account_flags.ts";
import type { CommandSpec } from "../../command.ts";
import { connectionFlags, connectionSection } from "../../flags/connection_flags.ts";
import { formatOffer } from "../../flags/format_offer.ts";
import { boolean, type FlagValues, text } from "../../flags/flags.ts";
import { terminalFlags, terminalSection } from "../../flags/terminal_flags.ts";
import { clusterNameFlag } from "../../webhook/cluster_name_flag.ts";

const webhookUrl = `kubectl ${PLUGIN_NAME} webhook-url`;

const ownFlags = {
  baseUrl: text(
    "The address under which Kubeapps is reached, such as https://kubeapps.example.com; found in the cluster if not given",
  ),
  check: boolean(
    "Try it: one POST without a token and one with it, which refreshes; say what came back and what it means. https only, but for this machine itself",
  ),
  clusterName: clusterNameFlag,
  for: text(
    "Print ready-made settings for: harbor, curl, github-actions, gitlab-ci, acr, jfrog, distribution, gitea",
    {
      offer: [
        ["harbor", "Harbor"],
        ["curl", "a shell"],
        ["github-actions", "a step of GitHub Actions"],
        ["gitlab-ci", "a job of GitLab CI"],
        ["acr", "Azure Container Registry"],
        ["jfrog", "JFrog Artifactory"],
        ["distribution", "CNCF Distribution"],
        ["gitea", "Gitea, Forgejo"],
      ],
    },
  ),
  noVerify: boolean("Don't look whether the AppRepository exists"),
  output: text("One of: json, which holds all parts", {
    shorthand: "o",
    offer: formatOffer("json"),
  }),
  serviceaccount: serviceAccountFlag,
  withToken: boolean("Put the token into the output instead of <TOKEN>; https only"),
  yes: boolean(
    "Let the token go to a URL that was found, and take one without TLS, without asking",
  ),
};

const flags = { ...ownFlags, ...terminalFlags, ...connectionFlags };

export type WebhookUrlValues = FlagValues<typeof flags>;

export const webhookUrlSpec = {
  name: webhookUrl,
  description:
    "Print the URL that a registry or a CI job calls with POST to make Kubeapps sync an AppRepository.\n\nThe address is found in the cluster: the Ingress, HTTPRoute or LoadBalancer Service in front of Kubeapps or of the receiver of this program. That takes the right to list Services in all namespaces, and Ingresses, HTTPRoutes and Deployments in Kubeapps' own.",
  examples: [
    [
      "Print the URL for a repository in the current namespace",
      `${webhookUrl} my-repo`,
    ],
    [
      "Print it where registries reach Kubeapps under another address",
      `${webhookUrl} my-repo --base-url https://kubeapps.example.com`,
    ],
    ["Show how to set up Harbor", `${webhookUrl} my-repo --for harbor`],
    [
      "Print a command that refreshes, with the token in it",
      `${webhookUrl} my-repo --for curl --with-token`,
    ],
    ["Try whether it works, which refreshes the repository once", `${webhookUrl} my-repo --check`],
  ],
  usage: "NAME [options]",
  flags,
  names: { offer: "repositories", most: 1 },
  sections: [{ heading: "Options", flags: ownFlags }, terminalSection, connectionSection],
} satisfies CommandSpec<typeof flags>;
