import { PLUGIN_NAME } from "../../../../about.ts";
import type { CommandSpec } from "../../../command.ts";
import { connectionFlags, connectionSection } from "../../../flags/connection_flags.ts";
import { dryRunFlag } from "../../../flags/dry_run.ts";
import { boolean, type FlagValues } from "../../../flags/flags.ts";
import { terminalFlags, terminalSection } from "../../../flags/terminal_flags.ts";

const remove = `kubectl ${PLUGIN_NAME} hook delete`;

const ownFlags = {
  dryRun: dryRunFlag,
  ignoreNotFound: boolean("Take a hook that is not there for success"),
  yes: boolean("Don't ask before ending what refreshes global AppRepositories", {
    shorthand: "y",
  }),
};

const flags = { ...ownFlags, ...terminalFlags, ...connectionFlags };

export type DeleteValues = FlagValues<typeof flags>;

export const deleteSpec = {
  name: remove,
  description:
    "Take hooks back. What lends one goes first, so that it ends at once; then its Secret, and with it the tokens that the receiver has of it; then its ServiceAccount with its rights and its lock. What is none of a hook's stays.",
  examples: [
    ["Take a hook back", `${remove} charts -n team-a`],
    ["See what would be deleted", `${remove} charts -n team-a --dry-run=client`],
  ],
  usage: "NAME... [options]",
  flags,
  names: { offer: "hooks" },
  sections: [{ heading: "Options", flags: ownFlags }, terminalSection, connectionSection],
} satisfies CommandSpec<typeof flags>;
