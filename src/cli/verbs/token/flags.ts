import { PLUGIN_NAME } from "../../../about.ts";
import { serviceAccountFlag } from "../../flags/account_flags.ts";
import type { CommandSpec } from "../../command.ts";
import { connectionFlags, connectionSection } from "../../flags/connection_flags.ts";
import { dryRunFlag } from "../../flags/dry_run.ts";
import { formatOffer } from "../../flags/format_offer.ts";
import { boolean, type FlagValues, text } from "../../flags/flags.ts";
import { terminalFlags, terminalSection } from "../../flags/terminal_flags.ts";

const token = `kubectl ${PLUGIN_NAME} token`;

const ownFlags = {
  check: boolean("Tell whether the token is valid and what it may do, and don't print it"),
  dropOld: boolean("Delete the tokens that --rotate --keep-old left, and print none"),
  dryRun: dryRunFlag,
  duration: text("Print a fresh token that is stored nowhere and good for so long, such as 720h"),
  keepOld: boolean(
    "With --rotate: leave the old token until --drop-old, so that senders can change",
  ),
  output: text('One of: "header", the HTTP header that carries it; "json"', {
    shorthand: "o",
    offer: formatOffer("header", "json"),
  }),
  rotate: boolean("Make a new token, delete the old one and print the new one"),
  serviceaccount: serviceAccountFlag,
};

const flags = { ...ownFlags, ...terminalFlags, ...connectionFlags };

export type TokenValues = FlagValues<typeof flags>;

export const tokenSpec = {
  name: token,
  description:
    "Print the token of a ServiceAccount that grant made, alone, with a line break on a terminal only. Users and groups of grant --user and --group have tokens of their own issuer, and none here.",
  examples: [
    ["Print the token", `${token} -n team-a`],
    ["Print it as the header that a webhook sends", `${token} -n team-a -o header`],
    ["Print a token that ends after a day", `${token} -n team-a --duration 24h`],
    [
      "Make a new one; both are good until the next command",
      `${token} -n team-a --rotate --keep-old`,
    ],
    ["Delete the old one", `${token} -n team-a --drop-old`],
    ["Tell what it may do", `${token} -n team-a --check`],
  ],
  usage: "[options]",
  flags,
  sections: [{ heading: "Options", flags: ownFlags }, terminalSection, connectionSection],
} satisfies CommandSpec<typeof flags>;
