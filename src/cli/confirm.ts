/** Asks before something that concerns more people than the one who types. */

import type { CommandContext } from "./context.ts";
import { UsageError } from "./usage_error.ts";

/**
 * @param what a sentence that says what it means
 * @throws {UsageError} where the answer is no, or nobody can be asked and `yes` was not given
 */
export async function confirm(
  { host }: CommandContext,
  what: string,
  yes: boolean,
): Promise<void> {
  if (yes) return;
  if (!host.stdin.isTerminal) {
    throw new UsageError(`${what}\nThere is no terminal to ask on: add --yes to do it.`);
  }
  host.stderr.write(`${what}\nContinue? [y/N]: `);
  const answer = (await host.stdin.readLine()).trim();
  if (!/^y(es)?$/i.test(answer)) throw new UsageError("not confirmed; nothing was changed");
}

const meanings = {
  grant: "whoever holds the token makes Kubeapps sync what all of its users see",
  unlockedGrant: "whoever holds the token can change what all users of Kubeapps see and install",
  hook: "whoever sends to the hook makes Kubeapps sync what all of its users see",
  revoke: "webhooks that refresh them for all users of Kubeapps end",
};

/** Asks before a deed in namespaces whose AppRepositories every namespace sees. */
export function confirmGlobal(
  context: CommandContext,
  deed: keyof typeof meanings,
  namespaces: readonly string[],
  yes: boolean,
): Promise<void> {
  if (namespaces.length === 0) return Promise.resolve();
  const named = namespaces.map((namespace) => `"${namespace}"`).join(", ");
  const called = namespaces.length === 1 ? `namespace ${named}` : `namespaces ${named}`;
  return confirm(
    context,
    `The AppRepositories in ${called} are global, every namespace sees them: ${meanings[deed]}.`,
    yes,
  );
}
