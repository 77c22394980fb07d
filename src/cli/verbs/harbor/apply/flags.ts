import { PLUGIN_NAME } from "../../../../about.ts";
import type { CommandSpec } from "../../../command.ts";
import { serviceAccountFlag } from "../../../flags/account_flags.ts";
import { connectionFlags, connectionSection } from "../../../flags/connection_flags.ts";
import { formatOffer } from "../../../flags/format_offer.ts";
import { boolean, type FlagValues, list, text, textOr } from "../../../flags/flags.ts";
import { terminalFlags, terminalSection } from "../../../flags/terminal_flags.ts";
import { harborDryRunFlag } from "../../../harbor/dry_run.ts";
import { exampleProject, harborFlags, harborSection } from "../../../harbor/flags.ts";
import { clusterNameFlag } from "../../../webhook/cluster_name_flag.ts";

const apply = `kubectl ${PLUGIN_NAME} harbor apply`;

const ownFlags = {
  baseUrl: text(
    "The address under which Harbor reaches Kubeapps, such as https://kubeapps.example.com; found in the cluster if not given",
  ),
  clusterName: clusterNameFlag,
  dryRun: harborDryRunFlag,
  event: list(
    "What Harbor tells, by commas or repeated; PUSH_ARTIFACT and DELETE_ARTIFACT without it",
    { offer: [["PUSH_ARTIFACT", "a chart was pushed"], ["DELETE_ARTIFACT", "one was deleted"]] },
  ),
  noCheck: boolean("Don't try the URL first: for an address that only Harbor reaches"),
  output: text("One of: json, name, yaml; never with the token", {
    shorthand: "o",
    offer: formatOffer("json", "name", "yaml"),
  }),
  payloadFormat: textOr("Default", "Default or CloudEvents; serve takes both", {
    offer: [["Default", "Harbor's own"], ["CloudEvents", "since Harbor 2.8"]],
  }),
  policy: text(
    "What the webhook is called in Harbor; a name made of namespace and name without it",
  ),
  serviceaccount: serviceAccountFlag,
  skipCertVerify: boolean("Have Harbor take any certificate at the URL"),
  yes: boolean(
    "Let the token go to a URL that was found, and a webhook call another host than before, without asking",
  ),
};

const flags = { ...ownFlags, ...harborFlags, ...terminalFlags, ...connectionFlags };

export type ApplyValues = FlagValues<typeof flags>;

export const applySpec = {
  name: apply,
  description:
    "Make the webhook in Harbor's project that makes Kubeapps sync an AppRepository, or make it right where it is there: by Harbor's own API, with the token of the ServiceAccount that grant made. What differs is changed and told, field by field; all else of it stays, other targets too. Run again, it changes nothing.\n\nBefore anything is written, the URL is tried without a token: the endpoint refuses that. Harbor has no test of its own; after the next push, harbor status says how it went.\n\nIt takes a project admin of Harbor, or a robot account with the rights to list, read, create and update the project's notification policies; in the cluster, those to get the AppRepository and to read the ServiceAccount's token Secret.",
  examples: [
    [
      "Make it, as the robot account of HARBOR_USERNAME and HARBOR_PASSWORD",
      `${apply} my-repo -n team-a ${exampleProject}`,
    ],
    ["See what would be changed", `${apply} my-repo -n team-a ${exampleProject} --dry-run=client`],
    [
      "With the login of docker, and where registries reach Kubeapps under another address",
      `${apply} my-repo -n team-a ${exampleProject} --docker-config --base-url https://kubeapps.example.com`,
    ],
    [
      "In a script",
      `pass show harbor/robot | ${apply} my-repo -n team-a ${exampleProject} --harbor-username 'robot$charts+kubeapps' --harbor-password-stdin --yes`,
    ],
  ],
  usage: "NAME --harbor-url URL --project PROJECT [options]",
  flags,
  names: { offer: "repositories", most: 1 },
  sections: [
    { heading: "Options", flags: ownFlags },
    harborSection,
    terminalSection,
    connectionSection,
  ],
} satisfies CommandSpec<typeof flags>;
