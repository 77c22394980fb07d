/** Which of the words after `kubectl apprepo` are the command. */

import { commands, groups } from "./commands.ts";

/** What a user types first: commands of one word, and the first words of those that have two. */
export function firstWords(): string[] {
  return [...new Set(Object.keys(commands).map((name) => name.split(" ")[0]!))];
}

export function isGroup(word: string): boolean {
  return Object.hasOwn(groups, word);
}

/** The second words of a group's commands. */
export function secondWords(group: string): string[] {
  return Object.keys(commands).filter((name) => name.startsWith(`${group} `))
    .map((name) => name.slice(group.length + 1));
}

/**
 * The command's name is in one word or two; only the first where the second is missing.
 * @returns the name as `commands` has it, whether there is such a command or not
 */
export function commandAt(words: readonly string[]): { name?: string; rest: string[] } {
  const first = wordAt(words, ["help", ...firstWords()]);
  if (first.name === undefined || !isGroup(first.name)) return first;
  const second = wordAt(first.rest, secondWords(first.name));
  if (second.name === undefined) return first;
  return { name: `${first.name} ${second.name}`, rest: second.rest };
}

/** Of kubectl's flags, those that take the next word, be it the name of a command. */
export const takingNext: ReadonlySet<string> = new Set([
  ...["-n", "-s", "-v", "--as", "--as-group", "--as-uid", "--as-user-extra", "--cache-dir"],
  ...["--certificate-authority", "--client-certificate", "--client-key", "--cluster", "--context"],
  ...["--kubeconfig", "--namespace", "--password", "--request-timeout", "--server"],
  ...["--tls-server-name", "--token", "--user", "--username", "--v"],
]);

/**
 * The first word that is no flag and no flag's value. Which other flags there are is known only to the
 * command still sought, so one of them takes the next word unless that is one of the names.
 */
function wordAt(
  words: readonly string[],
  names: readonly string[],
): { name?: string; rest: string[] } {
  for (let at = 0; at < words.length; at++) {
    const word = words[at]!;
    const rest = words.toSpliced(at, 1);
    if (word === "--") return { name: words[at + 1], rest: words.toSpliced(at + 1, 1) };
    if (!word.startsWith("-") || word === "-") return { name: word, rest };
    if (takingNext.has(word)) at++;
    else if (mayTake(word, words[at + 1], names)) at++;
  }
  return { rest: [...words] };
}

function mayTake(word: string, next: string | undefined, names: readonly string[]): boolean {
  if (word.includes("=") || /^(-h|--help)$/.test(word)) return false;
  return next !== undefined && !names.includes(next) && !next.startsWith("-");
}
