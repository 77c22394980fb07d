/** The names that the program gives to its own parts. */

import { commands, groups } from "../commands.ts";
import { type FlagDefinitions, flagName } from "../flags/flags.ts";
import { firstWords, secondWords } from "../program_words.ts";
import type { Candidate } from "./offer.ts";
import type { Position } from "./position.ts";

export function commandNames(): Candidate[] {
  const own = firstWords().map((value) => ({
    value,
    description: groups[value] ?? commands[value]!.summary,
  }));
  return [...own, { value: "help", description: "Show the help of a command" }];
}

export function secondNames(group: string): Candidate[] {
  return secondWords(group).map((value) => ({
    value,
    description: commands[`${group} ${value}`]!.summary,
  }));
}

/** All that have not been given yet, and those that may be repeated. */
export function flagsOf(definitions: FlagDefinitions, { given }: Position): Candidate[] {
  const used = new Set(given.map(([key]) => key));
  const left = Object.entries(definitions).filter(([key, { fallback }]) =>
    !used.has(key) || Array.isArray(fallback)
  );
  const all = left.flatMap(([key, { shorthand, description }]) => [
    { value: `--${flagName(key)}`, description },
    ...shorthand ? [{ value: `-${shorthand}`, description }] : [],
  ]);
  const help = { value: "--help", description: "Show the help of the command" };
  return [...all, help];
}
