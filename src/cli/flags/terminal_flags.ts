/** How the output looks, on every command that has more than one way. */

import type { ColourChoice } from "../../output/terminal.ts";
import { boolean, type FlagDefinition } from "./flags.ts";

const choices: readonly string[] = ["auto", "always", "never"] satisfies ColourChoice[];

const color: FlagDefinition<ColourChoice> = {
  description:
    "Colour states and warnings: auto, always or never. auto is on a terminal, but for NO_COLOR, CLICOLOR=0 and TERM=dumb",
  fallback: "auto",
  offer: [
    ["auto", "on a terminal"],
    ["always", "in a pipe, too"],
    "never",
  ],
  parse(text) {
    if (choices.includes(text)) return text as ColourChoice;
    throw new Error("must be auto, always or never");
  },
};

export const terminalFlags = {
  color,
  plain: boolean(
    "For screen readers: no tables, nothing drawn again; APPREPO_ACCESSIBLE=1 in the environment does the same",
  ),
};

/** How help shows them. */
export const terminalSection = { heading: "Terminal options", flags: terminalFlags };
