import { PLUGIN_NAME } from "../../../about.ts";
import type { CommandSpec } from "../../command.ts";
import { connectionFlags, connectionSection } from "../../flags/connection_flags.ts";
import { formatOffer } from "../../flags/format_offer.ts";
import { boolean, type FlagValues, list, text, textOr } from "../../flags/flags.ts";
import { harborFlags, harborSection } from "../../harbor/flags.ts";
import { terminalFlags, terminalSection } from "../../flags/terminal_flags.ts";
import { clusterNameFlag } from "../../webhook/cluster_name_flag.ts";

const doctor = `kubectl ${PLUGIN_NAME} doctor`;

const ownFlags = {
  allNamespaces: boolean("Look at the AppRepositories of all namespaces", { shorthand: "A" }),
  baseUrl: text(
    "Where webhooks come in, such as https://kubeapps.example.com: see that it asks for a token",
  ),
  clusterName: clusterNameFlag,
  failOn: textOr(
    "error",
    "Exit with 1 for: error (or what could not be looked at), warning (that, too), or never",
    {
      offer: [
        ["error", "what is broken, or could not be looked at"],
        ["warning", "that, and what may break"],
        ["never", "always exit with 0"],
      ],
    },
  ),
  kubeappsNamespace: text("The namespace that Kubeapps is in; without it, it is looked for", {
    offer: "namespaces",
  }),
  listChecks: boolean("Print the checks that there are, and look at nothing"),
  only: list("Make these checks only, by their ids", { offer: "checks" }),
  output: text("One of: json, name, short, wide, yaml", {
    shorthand: "o",
    offer: formatOffer("json", "name", "short", "wide", "yaml"),
  }),
  serviceaccount: text(
    "See that this ServiceAccount may refresh: NAME, in the namespace of -n, or NAMESPACE:NAME",
    { offer: "accounts" },
  ),
  selector: text("Look at the AppRepositories whose labels match, such as team=a", {
    shorthand: "l",
  }),
  skip: list("Leave these checks out, by their ids", { offer: "checks" }),
  wait: textOr(
    "0",
    "Look again until nothing is broken, for as long as this; alone, it is 5m",
    { bareValue: "5m" },
  ),
};

const flags = { ...ownFlags, ...harborFlags, ...terminalFlags, ...connectionFlags };

export type DoctorValues = FlagValues<typeof flags>;

export const doctorSpec = {
  name: doctor,
  description:
    "Look through the whole way from a repository to Kubeapps' catalogue, and print what is wrong, what was seen, what it means, and the command that mends it. It changes nothing.\n\nEach check has an id that stays, and a page in the documentation. What you have no right to look at is unknown, and counts as a failure: the right is named. The exit code is 1 where something is broken; --fail-on says what else.",
  examples: [
    ["Look at the repositories of the current namespace", doctor],
    ["Look at one", `${doctor} my-repo -n team-a`],
    ["Look at everything, each check with a line of its own", `${doctor} -A -o wide`],
    ["In CI, where a warning is one too many", `${doctor} -A --fail-on=warning -o json`],
    [
      "Look into Harbor, too",
      `${doctor} my-repo -n team-a --harbor-url https://harbor.example.com --project charts`,
    ],
    ["Make one check only", `${doctor} --only=ARD402`],
  ],
  usage: "[NAME... | -l SELECTOR | -A] [options]",
  flags,
  names: { offer: "repositories" },
  sections: [
    { heading: "Options", flags: ownFlags },
    { ...harborSection, heading: "Options for the checks of Harbor" },
    terminalSection,
    connectionSection,
  ],
} satisfies CommandSpec<typeof flags>;
