import { PLUGIN_NAME } from "../../../about.ts";
import type { CommandSpec } from "../../command.ts";
import { boolean, type FlagValues } from "../../flags/flags.ts";

const completion = `kubectl ${PLUGIN_NAME} completion`;

const flags = {
  uninstall: boolean("With install: take away what it put there"),
};

export type CompletionValues = FlagValues<typeof flags>;

export const completionSpec = {
  name: completion,
  description:
    "Make the TAB key complete commands, flags, their values, contexts, namespaces, AppRepositories and ServiceAccounts.\n\nFor 'kubectl apprepo', kubectl's own completion asks a program named kubectl_complete-apprepo. install puts it beside this one; it takes kubectl 1.26 or newer, with its completion set up as 'kubectl completion --help' says. The scripts are for those who call kubectl-apprepo by that name.",
  examples: [
    ["Complete 'kubectl apprepo' in every shell", `${completion} install`],
    ["Take that back", `${completion} install --uninstall`],
    ["Complete 'kubectl-apprepo' in this bash", `eval "$(${completion} bash)"`],
    ["In every zsh", `${completion} zsh > "\${fpath[1]}/_kubectl-apprepo"`],
    ["In every fish", `${completion} fish > ~/.config/fish/completions/kubectl-apprepo.fish`],
    ["In this PowerShell", `${completion} powershell | Out-String | Invoke-Expression`],
  ],
  usage: "(bash | zsh | fish | powershell | install [--uninstall])",
  flags,
  names: {
    offer: [
      ...["bash", "zsh", "fish", "powershell"].map((shell) => [shell, "print the script"] as const),
      ["install", "complete 'kubectl apprepo' in every shell"],
    ],
    most: 1,
  },
  sections: [{ heading: "Options", flags }],
} satisfies CommandSpec<typeof flags>;
