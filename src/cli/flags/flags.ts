/**
 * Flags as values: a command declares a record of them, and gets a record of what was given. The
 * key `allNamespaces` is the flag `--all-namespaces`. Values are read as Go reads them (strconv),
 * with its words for what is wrong.
 */

import type { Offer } from "../completion/offer.ts";
import { FlagError } from "../usage_error.ts";
import { type Flag, parseWords } from "./pflag.ts";

export interface FlagDefinition<Value> {
  readonly description: string;
  readonly shorthand?: string;
  /** What a shell completes its value with; nothing without it. */
  readonly offer?: Offer;
  /** Of the flag standing alone; without it, the flag wants a value. */
  readonly bareValue?: string;
  /** Where the flag is not given. */
  readonly fallback: Value;
  /**
   * @param before what an earlier mention of the flag gave, or the fallback
   * @throws {Error} saying what is wrong with the text
   */
  readonly parse: (text: string, before: Value) => Value;
}

// deno-lint-ignore no-explicit-any -- any value type will do, as long as each flag keeps its own
export type FlagDefinitions = Readonly<Record<string, FlagDefinition<any>>>;

export type FlagValues<Definitions extends FlagDefinitions> = {
  readonly [Key in keyof Definitions]: Definitions[Key] extends FlagDefinition<infer Value> ? Value
    : never;
};

export interface ParsedCommand<Definitions extends FlagDefinitions> {
  readonly names: readonly string[];
  readonly values: FlagValues<Definitions>;
  readonly help: boolean;
}

type Extra = Partial<Pick<FlagDefinition<unknown>, "shorthand" | "bareValue" | "offer">>;

/** A text; set to the empty one, it counts as not given, as in kubectl. */
export function text(description: string, extra: Extra = {}): FlagDefinition<string | undefined> {
  return { description, ...extra, fallback: undefined, parse: (given) => given || undefined };
}

/** A text that has a value even where the flag is not given. */
export function textOr(
  fallback: string,
  description: string,
  extra: Extra = {},
): FlagDefinition<string> {
  return { description, ...extra, fallback, parse: (given) => given };
}

/** `--all`, `--all=false`. */
export function boolean(description: string, extra: Extra = {}): FlagDefinition<boolean> {
  return { description, bareValue: "true", ...extra, fallback: false, parse: parseBoolean };
}

export function integer(
  fallback: number,
  description: string,
  extra: Extra = {},
): FlagDefinition<number> {
  return { description, ...extra, fallback, parse: parseInteger };
}

/** Repeatable; each value stays as it is. */
export function texts(description: string, extra: Extra = {}): FlagDefinition<readonly string[]> {
  return { description, ...extra, fallback: [], parse: (given, before) => [...before, given] };
}

/** Repeatable, and separated by commas. */
export function list(description: string, extra: Extra = {}): FlagDefinition<readonly string[]> {
  return {
    description,
    ...extra,
    fallback: [],
    parse: (given, before) => [...before, ...given.split(",")],
  };
}

/** @throws {FlagError} in pflag's words */
export function parseFlags<Definitions extends FlagDefinitions>(
  definitions: Definitions,
  words: readonly string[],
): ParsedCommand<Definitions> {
  const known = Object.entries(definitions).map(([key, definition]): Flag => ({
    name: flagName(key),
    shorthand: definition.shorthand,
    bareValue: definition.bareValue,
  }));
  const { flags, names, help } = parseWords(words, known);
  const values: Record<string, unknown> = {};
  for (const [key, { fallback }] of Object.entries(definitions)) values[key] = fallback;
  for (const [name, given] of flags) {
    const key = name.replace(/-./g, (dash) => dash.charAt(1).toUpperCase());
    values[key] = parseValue(name, definitions[key]!, given, values[key]);
  }
  return { names, values: values as FlagValues<Definitions>, help };
}

/** `allNamespaces` is `all-namespaces`. */
export function flagName(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function parseValue(
  name: string,
  { shorthand, parse }: FlagDefinition<unknown>,
  given: string,
  before: unknown,
): unknown {
  try {
    return parse(given, before);
  } catch (error) {
    // What was given may be the very secret.
    if (name.endsWith("-stdin")) throw new FlagError(`--${name} takes no value: stdin has it`);
    const flag = `${shorthand ? `-${shorthand}, ` : ""}--${name}`;
    const reason = error instanceof Error ? error.message : String(error);
    throw new FlagError(`invalid argument ${JSON.stringify(given)} for "${flag}" flag: ${reason}`);
  }
}

function parseBoolean(given: string): boolean {
  if (/^(1|t|T|TRUE|true|True)$/.test(given)) return true;
  if (/^(0|f|F|FALSE|false|False)$/.test(given)) return false;
  throw new Error(`strconv.ParseBool: parsing ${JSON.stringify(given)}: invalid syntax`);
}

function parseInteger(given: string): number {
  if (/^[+-]?[0-9]+$/.test(given)) return Number(given);
  throw new Error(`strconv.ParseInt: parsing ${JSON.stringify(given)}: invalid syntax`);
}
