/** Which of the words after `kubectl apprepo` is the command. */

import { commands } from "./commands.ts";

/**
 * The first word that is no flag and no flag's value. Which flags there are is known only to the
 * command still sought, so a flag before it takes the next word unless that is a command's name.
 */
export function commandAt(words: readonly string[]): { name?: string; rest: string[] } {
  for (let at = 0; at < words.length; at++) {
    const word = words[at]!;
    const rest = words.toSpliced(at, 1);
    if (word === "--") return { name: words[at + 1], rest: words.toSpliced(at + 1, 1) };
    if (!word.startsWith("-") || word === "-") return { name: word, rest };
    const next = words[at + 1];
    const mayTakeNext = !word.includes("=") && !/^(-h|--help)$/.test(word);
    if (mayTakeNext && next !== undefined && !isCommandName(next) && !next.startsWith("-")) at++;
  }
  return { rest: [...words] };
}

function isCommandName(word: string): boolean {
  return word === "help" || Object.hasOwn(commands, word);
}
