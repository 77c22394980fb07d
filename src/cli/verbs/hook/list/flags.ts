import { PLUGIN_NAME } from "../../../../about.ts";
import type { CommandSpec } from "../../../command.ts";
import { connectionFlags, connectionSection } from "../../../flags/connection_flags.ts";
import { formatOffer } from "../../../flags/format_offer.ts";
import { boolean, type FlagValues, text } from "../../../flags/flags.ts";
import { terminalFlags, terminalSection } from "../../../flags/terminal_flags.ts";

const list = `kubectl ${PLUGIN_NAME} hook list`;

const ownFlags = {
  allNamespaces: boolean("List those of all namespaces", { shorthand: "A" }),
  noHeaders: boolean("Leave out the headers of the columns"),
  output: text("One of: json, name, yaml; never with the secrets", {
    shorthand: "o",
    offer: formatOffer("json", "name", "yaml"),
  }),
};

const flags = { ...ownFlags, ...terminalFlags, ...connectionFlags };

export type ListValues = FlagValues<typeof flags>;

export const listSpec = {
  name: list,
  description:
    "List hooks: who sends, what it refreshes, and to which receiver it is lent. KEYS is more than 1 while a secret is being changed. Of all namespaces, it shows every right that is lent to receivers.\n\nIt takes the right to list Secrets, and to see to whom they are lent that to list RoleBindings. What is lent and has no Secret is listed, too. No secret is shown.",
  examples: [
    ["List the hooks of a namespace", `${list} -n team-a`],
    ["One of them", `${list} charts -n team-a`],
    ["List all that is lent to receivers", `${list} -A`],
  ],
  usage: "[NAME...] [options]",
  flags,
  names: { offer: "hooks" },
  sections: [{ heading: "Options", flags: ownFlags }, terminalSection, connectionSection],
} satisfies CommandSpec<typeof flags>;
