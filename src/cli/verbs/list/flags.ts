import { PLUGIN_NAME } from "../../../about.ts";
import type { CommandSpec } from "../../command.ts";
import { connectionFlags, connectionSection } from "../../flags/connection_flags.ts";
import { formatOffer } from "../../flags/format_offer.ts";
import { boolean, type FlagValues, list as texts, text } from "../../flags/flags.ts";
import { terminalFlags, terminalSection } from "../../flags/terminal_flags.ts";

const list = `kubectl ${PLUGIN_NAME} list`;

const ownFlags = {
  allNamespaces: boolean("List those of all namespaces", { shorthand: "A" }),
  fieldSelector: text("List those whose fields match, such as metadata.name=my-repo"),
  kubeappsNamespace: text("The namespace that Kubeapps is in; without it, it is looked for", {
    offer: "namespaces",
  }),
  noHeaders: boolean("Leave out the headers of the columns"),
  output: text(
    "One of: custom-columns=..., custom-columns-file=..., json, jsonpath=..., jsonpath-as-json=..., jsonpath-file=..., name, wide, yaml",
    {
      shorthand: "o",
      offer: formatOffer(
        "custom-columns=",
        "custom-columns-file=",
        "json",
        "jsonpath=",
        "jsonpath-as-json=",
        "jsonpath-file=",
        "name",
        "wide",
        "yaml",
      ),
    },
  ),
  result: texts(
    "List those whose newest sync is one of: completed, failed, failing, none, pending, running, unknown",
    {
      offer: [
        ["completed", "the newest sync went to its end"],
        ["failed", "it failed"],
        ["failing", "it runs, and a try has failed"],
        ["none", "no sync is to be seen"],
        ["pending", "it has no Pod"],
        ["running", "it runs"],
        ["unknown", "for want of rights"],
      ],
    },
  ),
  selector: text("List those whose labels match, such as team=a", { shorthand: "l" }),
  showManagedFields: boolean("Keep managedFields in json and yaml output"),
  sortBy: text("Sort by this field, such as .sync.lastSyncTime or {.spec.url}", {
    offer: [".metadata.creationTimestamp", ".metadata.name", ".spec.url", ".sync.lastSyncTime"],
  }),
  watch: boolean("After that, print each that changes", { shorthand: "w" }),
};

const flags = { ...ownFlags, ...terminalFlags, ...connectionFlags };

export type ListValues = FlagValues<typeof flags>;

export const listSpec = {
  name: list,
  description:
    "List AppRepositories with how their last sync went and when the next one is. RESULT is that of the newest sync: completed, failed, running, failing (it runs, and a try has failed), pending (it has no Pod). LAST-SYNC is the time since a sync ended. Kubernetes removes a sync's Job an hour after its end: of a repository without one that is left, >1h is all that can be told.\n\nIt takes the right to list apprepositories.kubeapps.com, and in Kubeapps' namespace those to list jobs.batch and cronjobs.batch: without them, the columns are <unknown>. The formats other than a table have all of it in a field that AppRepositories don't have: sync.",
  examples: [
    ["List those of the current namespace", list],
    ["List those of every namespace whose last sync failed", `${list} -A --result=failed`],
    ["With the Job of the newest sync and what it says", `${list} -A -o wide`],
    ["The one that was synced the longest ago first", `${list} -A --sort-by=.sync.lastSyncTime`],
    ["Show what becomes of their syncs", `${list} -n team-a --watch`],
  ],
  usage: "[NAME... | -l SELECTOR | -A] [options]",
  flags,
  names: { offer: "repositories" },
  sections: [{ heading: "Options", flags: ownFlags }, terminalSection, connectionSection],
} satisfies CommandSpec<typeof flags>;
