import { BINARY_NAME, PLUGIN_NAME } from "../../../about.ts";
import type { CommandSpec } from "../../command.ts";
import { connectionFlags, connectionSection } from "../../flags/connection_flags.ts";
import { dryRunFlag } from "../../flags/dry_run.ts";
import { formatOffer } from "../../flags/format_offer.ts";
import { boolean, type FlagValues, integer, list, text, textOr } from "../../flags/flags.ts";
import { terminalFlags, terminalSection } from "../../flags/terminal_flags.ts";

const refresh = `kubectl ${PLUGIN_NAME} refresh`;

const ownFlags = {
  all: boolean("Refresh all AppRepositories in the namespace"),
  allNamespaces: boolean("With --all or a selector: in all namespaces", { shorthand: "A" }),
  concurrency: integer(8, "How many AppRepositories to work on at a time"),
  dryRun: dryRunFlag,
  failFast: boolean("With --wait: end at the first sync that fails or runs into trouble"),
  fieldManager: textOr(BINARY_NAME, "The name under which the API server records the change"),
  fieldSelector: text("Refresh those whose fields match, such as metadata.name=my-repo"),
  filename: list("Files or folders that hold the AppRepositories, - for stdin, may be repeated", {
    shorthand: "f",
    offer: "files",
  }),
  kustomize: text("Refresh those that the kustomization in this folder makes; needs kubectl", {
    shorthand: "k",
    offer: "folders",
  }),
  kubeappsNamespace: text("With --wait: the namespace of Kubeapps, where its sync Jobs are", {
    offer: "namespaces",
  }),
  output: text("One of: json, jsonpath=..., jsonpath-as-json=..., name, yaml", {
    shorthand: "o",
    offer: formatOffer("json", "jsonpath=", "jsonpath-as-json=", "name", "yaml"),
  }),
  quiet: boolean("Print errors only", { shorthand: "q" }),
  recursive: boolean("With --filename: folders within folders as well", { shorthand: "R" }),
  selector: text("Refresh those whose labels match, such as team=a", { shorthand: "l" }),
  showManagedFields: boolean("Keep managedFields in json and yaml output"),
  timeout: textOr("5m", "With --wait: how long to wait in all; 0 for as long as it takes"),
  wait: boolean("Follow each sync to its end, and fail unless all of them succeed"),
};

const flags = { ...ownFlags, ...terminalFlags, ...connectionFlags };

export type RefreshValues = FlagValues<typeof flags>;

export const refreshSpec = {
  name: refresh,
  description:
    "Make Kubeapps sync AppRepositories now instead of at the next tick of their schedule, by adding one to spec.resyncRequests. It takes the rights to get and update them; --all and the selectors also take list.\n\nThe command returns when the API server has stored the request. The sync itself is a Job in Kubeapps' namespace that starts a moment later: --wait follows it to its end and says how it went. That takes the right to list Jobs there; with those to watch Jobs, list and watch Pods and get pods/log it also tells what went wrong, and whether anything was new.",
  examples: [
    ["Refresh one repository in the current namespace", `${refresh} my-repo`],
    ["Refresh two in another namespace", `${refresh} my-repo other-repo -n team-a`],
    ["Refresh every repository of every namespace", `${refresh} --all -A`],
    ["Refresh one, wait for the sync and say how it went", `${refresh} my-repo --wait`],
    ["Refresh those with a label", `${refresh} -l team=a`],
    ["Refresh those that a manifest holds", `${refresh} -f apprepositories.yaml`],
    ["Refresh those of a folder of manifests", `${refresh} -R -f deploy/`],
    ["Show what would be sent, without sending it", `${refresh} my-repo --dry-run=client -o yaml`],
  ],
  usage: "(NAME... | -l SELECTOR | --all | -f FILE | -k FOLDER) [options]",
  flags,
  names: { offer: "repositories" },
  sections: [{ heading: "Options", flags: ownFlags }, terminalSection, connectionSection],
} satisfies CommandSpec<typeof flags>;
