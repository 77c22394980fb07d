/** The names that the program gives to its own parts. */

import { commands } from "../commands.ts";
import { type FlagDefinitions, flagName } from "../flags/flags.ts";
import type { Candidate } from "./offer.ts";
import type { Position } from "./position.ts";

export function commandNames(): Candidate[] {
  const own = Object.entries(commands).map(([value, { summary }]) => ({
    value,
    description: summary,
  }));
  return [...own, { value: "help", description: "Show the help of a command" }];
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
