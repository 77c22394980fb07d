/**
 * The grammar of kubectl's flags: `-n=ns`, `-nns`, `-Al app=x`, `--all=false`, a bare `--dry-run`
 * before a name. Source: ParseFlags in github.com/spf13/pflag, flag.go; words and rules are its own.
 */

import { FlagError } from "../usage_error.ts";

/** What the grammar must know of a flag. */
export interface Flag {
  /** Without dashes. */
  readonly name: string;
  /** One letter. */
  readonly shorthand?: string;
  /** The value of the flag standing alone; without it, the flag takes the next word. */
  readonly bareValue?: string;
}

export interface ParsedWords {
  readonly flags: readonly (readonly [name: string, value: string])[];
  readonly names: readonly string[];
  readonly help: boolean;
}

/** @throws {FlagError} in pflag's words */
export function parseWords(words: readonly string[], known: readonly Flag[]): ParsedWords {
  const flags: [string, string][] = [];
  const names: string[] = [];
  const rest = [...words];
  let help = false;

  function add({ name }: Flag, value: string): void {
    flags.push([name, value]);
  }

  function long(word: string): void {
    const [name, value] = splitOnce(word.slice(2));
    if (name === "" || name.startsWith("-")) throw new FlagError(`bad flag syntax: ${word}`);
    // kubectl takes underscores for dashes.
    const flag = known.find((flag) => flag.name === name.replaceAll("_", "-"));
    if (!flag && name === "help") help = true;
    else if (!flag) throw new FlagError(`unknown flag: --${name}`);
    else add(flag, value ?? flag.bareValue ?? next(`flag needs an argument: --${name}`));
  }

  function short(letters: string): void {
    const letter = letters.charAt(0);
    const flag = known.find((flag) => flag.shorthand === letter);
    if (!flag && letter === "h") help = true;
    else if (!flag) throw new FlagError(`unknown shorthand flag: '${letter}' in -${letters}`);
    else if (letters.length > 2 && letters[1] === "=") return add(flag, letters.slice(2));
    else if (flag.bareValue !== undefined) add(flag, flag.bareValue);
    else if (letters.length > 1) return add(flag, letters.slice(1));
    else return add(flag, next(`flag needs an argument: '${letter}' in -${letters}`));
    if (letters.length > 1) short(letters.slice(1));
  }

  function next(otherwise: string): string {
    const value = rest.shift();
    if (value === undefined) throw new FlagError(otherwise);
    return value;
  }

  while (rest.length > 0 && !help) {
    const word = rest.shift()!;
    if (word === "--") names.push(...rest.splice(0));
    else if (word.startsWith("--")) long(word);
    else if (word.startsWith("-") && word.length > 1) short(word.slice(1));
    else names.push(word);
  }
  return { flags, names, help };
}

/** At the first `=`; without one, there is no second part. */
export function splitOnce(text: string): [string, string | undefined] {
  const at = text.indexOf("=");
  return at === -1 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}
