/** What each shell runs to complete `kubectl-apprepo`. All of them ask `kubectl-apprepo __complete`. */

import { bash } from "./bash.ts";
import { fish } from "./fish.ts";
import { powershell } from "./powershell.ts";
import { zsh } from "./zsh.ts";

export const scripts = { bash, zsh, fish, powershell } as const;
