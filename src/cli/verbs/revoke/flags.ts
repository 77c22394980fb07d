import { PLUGIN_NAME } from "../../../about.ts";
import type { CommandSpec } from "../../command.ts";
import { connectionFlags, connectionSectionBesideUser } from "../../flags/connection_flags.ts";
import { dryRunFlag } from "../../flags/dry_run.ts";
import { boolean, type FlagValues, list } from "../../flags/flags.ts";
import { granteeFlags } from "../../flags/grantee_flags.ts";
import { terminalFlags, terminalSection } from "../../flags/terminal_flags.ts";

const revoke = `kubectl ${PLUGIN_NAME} revoke`;

const ownFlags = {
  deleteClusterrole: boolean(
    "Delete the ClusterRole as well, where grant made it and nothing else uses it",
  ),
  dryRun: dryRunFlag,
  fromNamespace: list(
    "Take back the rights in these namespaces only, by commas or repeated; without it, in all",
    { offer: "namespaces" },
  ),
  group: granteeFlags.group,
  serviceaccount: granteeFlags.serviceaccount,
  user: granteeFlags.user,
  yes: boolean("Don't ask before revoking where AppRepositories are global", { shorthand: "y" }),
};

const flags = { ...connectionFlags, ...ownFlags, ...terminalFlags };

export type RevokeValues = FlagValues<typeof flags>;

export const revokeSpec = {
  name: revoke,
  description:
    "Take back what grant gave: the bindings, with which the rights end at once, and then the token, the ServiceAccount and its lock, unless something else uses them. What was there before the grant stays.\n\nWith names, the ServiceAccount keeps its rights on the other AppRepositories that it was granted by name.\n\nOf a user or a group, the bindings and the lock are taken back; the lock stays where something else still names it.",
  examples: [
    ["Take back all that was granted to the ServiceAccount of a namespace", `${revoke} -n team-a`],
    ["Keep it from refreshing one repository", `${revoke} my-repo -n team-a`],
    ["Keep it from reaching one namespace", `${revoke} -n team-a --from-namespace team-b`],
    [
      "Take back all that was granted to a user with tokens of its own",
      `${revoke} --user gha:repo:org/charts:ref:refs/heads/main`,
    ],
    ["Show what would be deleted", `${revoke} -n team-a --dry-run=client`],
  ],
  usage: "[NAME | NAMESPACE/NAME ...] [options]",
  flags,
  names: { offer: "granted" },
  sections: [{ heading: "Options", flags: ownFlags }, terminalSection, connectionSectionBesideUser],
} satisfies CommandSpec<typeof flags>;
