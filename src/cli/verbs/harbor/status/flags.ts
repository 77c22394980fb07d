import { PLUGIN_NAME } from "../../../../about.ts";
import type { CommandSpec } from "../../../command.ts";
import { connectionFlags, connectionSection } from "../../../flags/connection_flags.ts";
import { formatOffer } from "../../../flags/format_offer.ts";
import { boolean, type FlagValues, integer, text } from "../../../flags/flags.ts";
import { terminalFlags, terminalSection } from "../../../flags/terminal_flags.ts";
import { exampleProject, harborFlags, harborSection } from "../../../harbor/flags.ts";
import { clusterNameFlag } from "../../../webhook/cluster_name_flag.ts";

const status = `kubectl ${PLUGIN_NAME} harbor status`;

const ownFlags = {
  clusterName: clusterNameFlag,
  deliveries: integer(5, "How many of each webhook's last deliveries, at most 50"),
  output: text("One of: json, yaml; never with the token", {
    shorthand: "o",
    offer: formatOffer("json", "yaml"),
  }),
  watch: boolean("Look again every five seconds until it is stopped", { shorthand: "w" }),
};

const flags = { ...ownFlags, ...harborFlags, ...terminalFlags, ...connectionFlags };

export type StatusValues = FlagValues<typeof flags>;

export const statusSpec = {
  name: status,
  description:
    "Show the webhooks of Harbor's project that lead to AppRepositories, and what became of their last deliveries: delivered, failed (with the reason out of Harbor's log), retrying, running, lost (Harbor's job service was away, and no attempt follows), or not-refreshed: Harbor calls it a success, but the AppRepository was not refreshed, since a redirect or a page answered. The exit code is 1 where the newest delivery of one of them was in vain, unless it may have been another target's, or where Harbor sends no webhooks at all.\n\nIt takes the rights to list and read the project's notification policies, and in the cluster to get the AppRepository; without that, nobody can tell what was not refreshed. Without NAME, -n keeps to those that lead into that namespace.",
  examples: [
    [
      "Show the webhooks that lead to a repository",
      `${status} my-repo -n team-a ${exampleProject}`,
    ],
    ["Show all of the project", `${status} ${exampleProject}`],
    ["Those of one namespace", `${status} -n team-a ${exampleProject}`],
    ["Push something, and see it come", `${status} my-repo -n team-a ${exampleProject} --watch`],
    [
      "Why the last one failed",
      `${status} my-repo -n team-a ${exampleProject} -o json | jq -r '.items[0].deliveries[0].reason'`,
    ],
  ],
  usage: "[NAME] --harbor-url URL --project PROJECT [options]",
  flags,
  names: { offer: "repositories", most: 1 },
  sections: [
    { heading: "Options", flags: ownFlags },
    harborSection,
    terminalSection,
    connectionSection,
  ],
} satisfies CommandSpec<typeof flags>;
