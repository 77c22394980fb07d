import { PLUGIN_NAME } from "../../../about.ts";
import type { CommandSpec } from "../../command.ts";
import { formatOffer } from "../../flags/format_offer.ts";
import { type FlagValues, text } from "../../flags/flags.ts";

const flags = {
  output: text("One of: json, yaml; a line of text without it", {
    shorthand: "o",
    offer: formatOffer("json", "yaml"),
  }),
};

export type VersionValues = FlagValues<typeof flags>;

const version = `kubectl ${PLUGIN_NAME} version`;

export const versionSpec = {
  name: version,
  description:
    "Print the version of this program, and what it was built from; -o json and yaml also name the image of the receiver that belongs to it.",
  examples: [
    ["Print the version", version],
    ["Print it for a script", `${version} -o json`],
  ],
  usage: "[options]",
  flags,
  sections: [{ heading: "Options", flags }],
} satisfies CommandSpec<typeof flags>;
