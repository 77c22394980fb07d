/** `completion`: the scripts of the shells, and the program that kubectl asks. */

import type { CommandContext } from "../../context.ts";
import { UsageError } from "../../usage_error.ts";
import type { CompletionValues } from "./flags.ts";
import { install, uninstall } from "./install.ts";
import { scripts } from "./scripts/scripts.ts";

/** @throws {UsageError} {InstallError} */
export async function runCompletion(
  { host }: CommandContext,
  names: readonly string[],
  values: CompletionValues,
): Promise<void> {
  const what = parseWhat(names, values);
  if (what !== "install") return host.stdout.write(scripts[what]);
  host.stdout.write(`${await (values.uninstall ? uninstall : install)(host)}\n`);
}

function parseWhat(names: readonly string[], { uninstall }: CompletionValues) {
  const [what, more] = names;
  if (what === undefined) {
    throw new UsageError("completion wants one of: bash, zsh, fish, powershell, install");
  }
  if (more !== undefined) {
    throw new UsageError(`unexpected arguments: [${names.slice(1).join(" ")}]`);
  }
  if (what !== "install" && !isShell(what)) {
    throw new UsageError(
      `completion is for bash, zsh, fish or powershell, or install; not for ${
        JSON.stringify(what)
      }`,
    );
  }
  if (uninstall && what !== "install") {
    throw new UsageError("--uninstall belongs to completion install");
  }
  return what;
}

function isShell(word: string): word is keyof typeof scripts {
  return Object.hasOwn(scripts, word);
}
