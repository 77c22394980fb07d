/** Where in a command line the word stands that is to be completed. */

import { type FlagDefinition, type FlagDefinitions, flagName } from "../flags/flags.ts";
import { splitOnce } from "../flags/pflag.ts";

export interface Position {
  /** What has been typed of the word; of `--flag=word`, what follows the `=`. */
  readonly typed: string;
  /** The flag whose value the word is; else it is a name, or a flag itself. */
  readonly flag?: string;
  /** Whether `--` stands before it, so that it is a name whatever it begins with. */
  readonly onlyNames: boolean;
  /** The names before it. */
  readonly names: readonly string[];
  /** The flags before it with their values, by the keys of their definitions. */
  readonly given: readonly (readonly [key: string, value: string])[];
}

/**
 * Reads what stands before the last word as far as it makes sense: flags that are not known are
 * passed over, since a line that is being typed need not be right.
 * @param words after the command's name; the last one is being typed
 */
export function positionIn(definitions: FlagDefinitions, words: readonly string[]): Position {
  const before = words.slice(0, -1);
  const last = words.at(-1) ?? "";
  const names: string[] = [];
  const given: [string, string][] = [];
  let onlyNames = false;
  let waiting: string | undefined;
  for (const word of before) {
    if (waiting !== undefined) {
      given.push([waiting, word]);
      waiting = undefined;
    } else if (onlyNames || !isFlag(word)) names.push(word);
    else if (word === "--") onlyNames = true;
    else {
      const { flags, open } = readFlags(definitions, word);
      given.push(...flags);
      waiting = open;
    }
  }
  if (waiting !== undefined) return { typed: last, flag: waiting, onlyNames, names, given };
  const inWord = onlyNames ? undefined : valueInWord(definitions, last);
  return { typed: last, onlyNames, names, given, ...inWord };
}

function isFlag(word: string): boolean {
  return word.startsWith("-") && word !== "-";
}

/** The flags of one word, and the one among them that takes the next word. */
function readFlags(
  definitions: FlagDefinitions,
  word: string,
): { flags: [string, string][]; open?: string } {
  const flags: [string, string][] = [];
  const [name, value] = splitOnce(word);
  if (name.startsWith("--")) {
    const found = byName(definitions, name.slice(2));
    if (!found) return { flags };
    const [key, { bareValue }] = found;
    const text = value ?? bareValue;
    return text === undefined ? { flags, open: key } : { flags: [[key, text]] };
  }
  for (let at = 1; at < word.length; at++) {
    const found = byShorthand(definitions, word.charAt(at));
    if (!found) break;
    const [key, { bareValue }] = found;
    const rest = word.slice(at + 1);
    if (bareValue === undefined || rest.startsWith("=")) {
      if (rest === "") return { flags, open: key };
      flags.push([key, rest.replace(/^=/, "")]);
      break;
    }
    flags.push([key, bareValue]);
  }
  return { flags };
}

/** `--flag=va` and `-f=va`. */
function valueInWord(definitions: FlagDefinitions, word: string) {
  const [name, typed] = splitOnce(word);
  if (typed === undefined || !isFlag(word)) return undefined;
  const found = name.startsWith("--")
    ? byName(definitions, name.slice(2))
    : byShorthand(definitions, name.slice(1));
  return found && { typed, flag: found[0] };
}

type Found = [key: string, definition: FlagDefinition<unknown>] | undefined;

function byName(definitions: FlagDefinitions, name: string): Found {
  const wanted = name.replaceAll("_", "-");
  return Object.entries(definitions).find(([key]) => flagName(key) === wanted);
}

function byShorthand(definitions: FlagDefinitions, letter: string): Found {
  if (letter === "") return undefined;
  return Object.entries(definitions).find(([, { shorthand }]) => shorthand === letter);
}
