import { PLUGIN_NAME } from "../../../../about.ts";
import type { CommandSpec } from "../../../command.ts";
import { connectionFlags, connectionSection } from "../../../flags/connection_flags.ts";
import { dryRunFlag } from "../../../flags/dry_run.ts";
import { formatOffer } from "../../../flags/format_offer.ts";
import { boolean, type FlagValues, text } from "../../../flags/flags.ts";
import { terminalFlags, terminalSection } from "../../../flags/terminal_flags.ts";
import { hookBaseUrlFlag, keyStdinFlag } from "../../../hook/hook_flags.ts";

const rotate = `kubectl ${PLUGIN_NAME} hook rotate`;

const ownFlags = {
  baseUrl: hookBaseUrlFlag,
  dropOld: boolean("End all secrets but the newest; no new one is made"),
  dryRun: dryRunFlag,
  keyStdin: keyStdinFlag,
  output: text("One of: json, yaml; with the new secret", {
    shorthand: "o",
    offer: formatOffer("json", "yaml"),
  }),
};

const flags = { ...ownFlags, ...terminalFlags, ...connectionFlags };

export type RotateValues = FlagValues<typeof flags>;

export const rotateSpec = {
  name: rotate,
  description:
    "Make a new secret for a hook and print it, with what has to be typed in at the sender. The old ones stay good until --drop-old, so that no delivery is lost meanwhile. Of a hook whose URL is the secret, it is a new URL.",
  examples: [
    ["Make a new secret, and type it in at the sender", `${rotate} charts -n team-a`],
    ["Then end the old one", `${rotate} charts -n team-a --drop-old`],
    [
      "With a secret of your own",
      `pass show hooks/charts | ${rotate} charts -n team-a --key-stdin`,
    ],
  ],
  usage: "NAME [options]",
  flags,
  names: { offer: "hooks", most: 1 },
  sections: [{ heading: "Options", flags: ownFlags }, terminalSection, connectionSection],
} satisfies CommandSpec<typeof flags>;
