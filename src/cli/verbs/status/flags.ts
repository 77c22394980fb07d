import { PLUGIN_NAME } from "../../../about.ts";
import type { CommandSpec } from "../../command.ts";
import { connectionFlags, connectionSection } from "../../flags/connection_flags.ts";
import { formatOffer } from "../../flags/format_offer.ts";
import { boolean, type FlagValues, text, textOr } from "../../flags/flags.ts";
import { terminalFlags, terminalSection } from "../../flags/terminal_flags.ts";

const status = `kubectl ${PLUGIN_NAME} status`;

const ownFlags = {
  kubeappsNamespace: text("The namespace that Kubeapps is in; without it, it is looked for", {
    offer: "namespaces",
  }),
  output: text("One of: json, jsonpath=..., jsonpath-as-json=..., yaml", {
    shorthand: "o",
    offer: formatOffer("json", "jsonpath=", "jsonpath-as-json=", "yaml"),
  }),
  timeout: textOr("0", "With --until: how long to wait for that; 0 for as long as it takes"),
  until: text(
    "Watch until it is so: idle (no sync runs), or synced (none runs, and the last one went well)",
    { offer: [["idle", "no sync runs"], ["synced", "none runs, and the last one went well"]] },
  ),
  watch: boolean("Show what becomes of it: redrawn on a terminal, a line a change in a pipe", {
    shorthand: "w",
  }),
};

const flags = { ...ownFlags, ...terminalFlags, ...connectionFlags };

export type StatusValues = FlagValues<typeof flags>;

export const statusSpec = {
  name: status,
  description:
    "Show all that can be told of AppRepositories and their syncs: what is synced, from where and with which Secret, the schedule, the last success and a later failure with what its log says, what runs now, the last syncs, Events, and which ServiceAccounts may refresh it. The exit code is 1 where the last sync failed, or left charts out.\n\nWhat you have no right to look at is <unknown>, and the right is named. A sync's Job and its log are removed an hour after its end.",
  examples: [
    ["Show one in the current namespace", `${status} my-repo`],
    ["See its sync go on", `${status} my-repo -n team-a --watch`],
    [
      "Wait until its last sync went well, ten minutes at most",
      `${status} my-repo --until=synced --timeout=10m`,
    ],
    [
      "What the last failure said",
      `${status} my-repo -o jsonpath='{.items[0].lastFailure.message}'`,
    ],
  ],
  usage: "NAME... [options]",
  flags,
  names: { offer: "repositories" },
  sections: [{ heading: "Options", flags: ownFlags }, terminalSection, connectionSection],
} satisfies CommandSpec<typeof flags>;
