import { PLUGIN_NAME } from "../../../../about.ts";
import type { CommandSpec } from "../../../command.ts";
import { connectionFlags, connectionSection } from "../../../flags/connection_flags.ts";
import { boolean, type FlagValues, text, textOr } from "../../../flags/flags.ts";
import { terminalFlags, terminalSection } from "../../../flags/terminal_flags.ts";
import { harborDryRunFlag } from "../../../harbor/dry_run.ts";
import { exampleProject, harborFlags, harborSection } from "../../../harbor/flags.ts";
import { clusterNameFlag } from "../../../webhook/cluster_name_flag.ts";

const remove = `kubectl ${PLUGIN_NAME} harbor delete`;

const ownFlags = {
  clusterName: clusterNameFlag,
  dryRun: harborDryRunFlag,
  ignoreNotFound: boolean("Take a webhook that is not there for success"),
  policy: text("What the webhook is called in Harbor; as harbor apply names it without it"),
  timeout: textOr("5m", "How long deliveries may be under way; 0 for as long as it takes"),
};

const flags = { ...ownFlags, ...harborFlags, ...terminalFlags, ...connectionFlags };

export type DeleteValues = FlagValues<typeof flags>;

export const deleteSpec = {
  name: remove,
  description:
    "Remove the webhook that makes Kubeapps sync an AppRepository from Harbor's project. One that leads elsewhere is left alone; of one that has other targets, only this one is taken out.\n\nHarbor deletes none with deliveries under way: they are waited for, and named where they don't end. The token stays good: kubectl apprepo revoke takes it back.\n\nIt takes the rights to list, read and delete the project's notification policies, and to update them where one has other targets.",
  examples: [
    ["Remove the webhook of a repository", `${remove} my-repo -n team-a ${exampleProject}`],
    ["See what would be removed", `${remove} my-repo -n team-a ${exampleProject} --dry-run=client`],
    [
      "In a script that may run twice",
      `${remove} my-repo -n team-a ${exampleProject} --ignore-not-found`,
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
