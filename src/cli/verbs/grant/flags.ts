import { PLUGIN_NAME } from "../../../about.ts";
import type { CommandSpec } from "../../command.ts";
import { connectionFlags, connectionSectionBesideUser } from "../../flags/connection_flags.ts";
import { dryRunFlag } from "../../flags/dry_run.ts";
import { formatOffer } from "../../flags/format_offer.ts";
import { boolean, type FlagValues, list, text, textOr } from "../../flags/flags.ts";
import { granteeFlags } from "../../flags/grantee_flags.ts";
import { terminalFlags, terminalSection } from "../../flags/terminal_flags.ts";

const grant = `kubectl ${PLUGIN_NAME} grant`;

const ownFlags = {
  clusterrole: text("The ClusterRole to bind, instead of looking for one and making it"),
  dryRun: dryRunFlag,
  duration: text("With --token-type=bound: how long the token is good, such as 720h"),
  group: granteeFlags.group,
  namespaced: boolean("Make a Role in each namespace instead of using a ClusterRole"),
  noLock: boolean(
    "Leave out the policy that keeps who is granted from changing anything but spec.resyncRequests",
  ),
  noVerify: boolean("Don't look whether the named AppRepositories are there"),
  output: text("One of: json, name, yaml; never with the token", {
    shorthand: "o",
    offer: formatOffer("json", "name", "yaml"),
  }),
  printToken: boolean("Print the token alone on stdout, and everything else on stderr"),
  reconcile: boolean("Add to the ClusterRole what a refresh takes and it does not give"),
  serviceaccount: granteeFlags.serviceaccount,
  toNamespace: list(
    "The namespaces to be reached, by commas or repeated; without it the ServiceAccount's own, or that of -n",
    { offer: "namespaces" },
  ),
  tokenType: textOr(
    "secret",
    'One of: "secret", kept in a Secret until revoked; "bound", stored nowhere and good for a while; "none"',
    {
      offer: [
        ["secret", "kept in a Secret until revoked"],
        ["bound", "stored nowhere, good for a while"],
        ["none", "rights alone"],
      ],
    },
  ),
  user: granteeFlags.user,
  yes: boolean(
    "Don't ask before granting where AppRepositories are global, nor before locking a user or a group",
    { shorthand: "y" },
  ),
};

const flags = { ...connectionFlags, ...ownFlags, ...terminalFlags };

export type GrantValues = FlagValues<typeof flags>;

export const grantSpec = {
  name: grant,
  description:
    "Let a webhook refresh AppRepositories: make a ServiceAccount with a token that can do that and nothing else. What is there already is used; running it again completes what is missing.\n\nThe right to update an AppRepository is more than a refresh takes: with it, one can change the repository's URL, and the Pods that Kubeapps runs to sync it. So a ValidatingAdmissionPolicy is made as well, which lets the ServiceAccount change spec.resyncRequests only. That takes Kubernetes 1.30; on an older one, the grant warns.\n\nWith names, the token reaches these AppRepositories only; without, all of the namespace, those to come included.\n\nWith --user or --group, somebody is bound and locked whom the API server's own authentication knows, such as a job of GitHub Actions by its OIDC token: no ServiceAccount and no token is made.",
  examples: [
    ["Let a webhook refresh every repository of a namespace", `${grant} -n team-a`],
    ["Let it refresh two repositories only", `${grant} my-repo other-repo -n team-a`],
    [
      "Let one ServiceAccount reach several namespaces",
      `${grant} -n team-a --to-namespace team-a,team-b`,
    ],
    [
      "Print a token that ends after a month",
      `${grant} -n team-a --token-type=bound --duration 720h --print-token`,
    ],
    [
      "Let the jobs of a branch refresh by GitHub's token, which the API server must be set up to take",
      `${grant} -n team-a --user gha:repo:org/charts:ref:refs/heads/main`,
    ],
    ["Write manifests, without asking the cluster", `${grant} -n team-a --dry-run=client -o yaml`],
  ],
  usage: "[NAME | NAMESPACE/NAME ...] [options]",
  flags,
  names: { offer: "granted" },
  sections: [{ heading: "Options", flags: ownFlags }, terminalSection, connectionSectionBesideUser],
} satisfies CommandSpec<typeof flags>;
