import { PLUGIN_NAME } from "../../../about.ts";
import type { CommandSpec } from "../../command.ts";
import { connectionFlags, connectionSection } from "../../flags/connection_flags.ts";
import { boolean, type FlagValues, integer, text, textOr } from "../../flags/flags.ts";
import { terminalFlags, terminalSection } from "../../flags/terminal_flags.ts";

const logs = `kubectl ${PLUGIN_NAME} logs`;

const ownFlags = {
  allRuns: boolean("Print the log of each sync that still has one, the oldest first"),
  follow: boolean("Wait for the sync to start if need be, and follow its log to its end", {
    shorthand: "f",
  }),
  job: text("Print the log of the sync with this Job instead of the newest"),
  kubeappsNamespace: text("The namespace that Kubeapps is in; without it, it is looked for", {
    offer: "namespaces",
  }),
  previous: boolean("Print the log of the sync's try before the last restart", { shorthand: "p" }),
  since: textOr("0s", "Only what is newer than this, such as 5s, 2m or 3h; 0s for all"),
  tail: integer(-1, "How many lines from the end to print; -1 for all"),
  timestamps: boolean("Print the time of each line before it"),
};

const flags = { ...ownFlags, ...terminalFlags, ...connectionFlags };

export type LogsValues = FlagValues<typeof flags>;

export const logsSpec = {
  name: logs,
  description:
    "Print the log of an AppRepository's sync: the newest one, unless told otherwise. Syncs are Jobs in Kubeapps' namespace, and Kubernetes removes each an hour after its end. Passwords in URLs, Authorization headers and tokens are masked.\n\nIt takes the rights to list jobs.batch and pods and to get pods/log in Kubeapps' namespace.",
  examples: [
    ["Print the log of the newest sync", `${logs} my-repo`],
    ["Wait for the next sync and follow it to its end", `${logs} my-repo -n team-a -f`],
    [
      "Print the last ten lines of each sync that still has a log",
      `${logs} my-repo --all-runs --tail=10`,
    ],
    ["Print what the try before the last restart said", `${logs} my-repo --previous`],
  ],
  usage: "NAME [options]",
  flags,
  names: { offer: "repositories", most: 1 },
  sections: [{ heading: "Options", flags: ownFlags }, terminalSection, connectionSection],
} satisfies CommandSpec<typeof flags>;
