import { PLUGIN_NAME } from "../../../../about.ts";
import { senderNames } from "../../../../apprepo/hook/senders.ts";
import type { CommandSpec } from "../../../command.ts";
import { connectionFlags, connectionSection } from "../../../flags/connection_flags.ts";
import { dryRunFlag } from "../../../flags/dry_run.ts";
import { formatOffer } from "../../../flags/format_offer.ts";
import { boolean, type FlagValues, list, text } from "../../../flags/flags.ts";
import { terminalFlags, terminalSection } from "../../../flags/terminal_flags.ts";
import { hookBaseUrlFlag, keyStdinFlag } from "../../../hook/hook_flags.ts";

const create = `kubectl ${PLUGIN_NAME} hook create`;

const ownFlags = {
  algorithm: text("With --from hmac: sha256 or sha512; sha256 if not given", {
    offer: ["sha256", "sha512"],
  }),
  baseUrl: hookBaseUrlFlag,
  dryRun: dryRunFlag,
  encoding: text("With --from hmac: hex or base64; hex if not given", { offer: ["hex", "base64"] }),
  from: text(`Who sends: ${senderNames.join(", ")}; ghcr, docker-hub and ecr are taken, too`, {
    offer: senderNames,
  }),
  header: text(
    "With --from hmac or header: the header of the signature, or of the secret; X-Signature or X-Apprepo-Key if not given",
  ),
  keyStdin: keyStdinFlag,
  noVerify: boolean("Don't look whether the AppRepositories are there"),
  only: list(
    "Refresh only for these repositories or packages of the sender, by commas or repeated; * stands for any characters",
  ),
  output: text("One of: json, yaml; with the secret where it was made just now", {
    shorthand: "o",
    offer: formatOffer("json", "yaml"),
  }),
  prefix: text("With --from hmac: what stands before the signature, such as sha256="),
  receiver: text(
    "The receiver's ServiceAccount as NAMESPACE:NAME, to which the hook is lent; found in the cluster if not given",
    { offer: "receivers" },
  ),
  repository: list(
    "The AppRepositories to be refreshed, by commas or repeated; the one with the hook's name if not given",
    { offer: "repositories" },
  ),
  yes: boolean("Don't ask before lending the hook to a receiver that was found", {
    shorthand: "y",
  }),
};

const flags = { ...ownFlags, ...terminalFlags, ...connectionFlags };

export type CreateValues = FlagValues<typeof flags>;

export const createSpec = {
  name: create,
  description:
    "Give a sender that can't send a Kubernetes token a way in: one that signs (github, gitea, jfrog, nexus, standard, hmac), one that sends a secret in a header (eventbridge, header), or one that can do nothing but call a URL, which is then the secret (dockerhub, quay). What has to be typed in there is printed, the secret once.\n\nMade are, in the namespace of the AppRepositories: a ServiceAccount that may refresh these and nothing else, locked as grant does it, a Secret with the hook's keys, and a Role and RoleBinding that lend both to the receiver: it may read this Secret and ask for ten-minute tokens of this ServiceAccount. The receiver must run with --hooks (kubectl apprepo serve --help).\n\nRun again, it makes right what differs; the secret stays.",
  examples: [
    [
      "Let pushes to GHCR refresh the AppRepository charts",
      `${create} charts -n team-a --from github`,
    ],
    [
      "Go by one package only, and refresh two AppRepositories",
      `${create} ghcr -n team-a --from github --repository charts,charts-eu --only 'charts/*'`,
    ],
    [
      "With a URL that is the secret, for Docker Hub",
      `${create} hub -n team-a --from dockerhub --repository charts`,
    ],
    [
      "With a signature of your own sender, in a header of its own",
      `${create} ci -n team-a --from hmac --header X-Signature --algorithm sha512 --repository charts`,
    ],
    ["In a script", `${create} charts -n team-a --from github --yes -o json`],
  ],
  usage: "NAME --from SENDER [options]",
  flags,
  names: { offer: "repositories", most: 1 },
  sections: [{ heading: "Options", flags: ownFlags }, terminalSection, connectionSection],
} satisfies CommandSpec<typeof flags>;
