/** Help in kubectl's form. */

import type { FlagDefinition, FlagDefinitions } from "./flags/flags.ts";
import { flagName } from "./flags/flags.ts";
import { widest, wrap } from "../output/wrap.ts";

export interface FlagSection {
  readonly heading: string;
  readonly flags: FlagDefinitions;
}

export interface HelpText {
  /** As typed, such as `kubectl apprepo refresh`. */
  readonly name: string;
  readonly description: string;
  /** Each with the comment that says what it does. */
  readonly examples: readonly (readonly [comment: string, command: string])[];
  /** What follows the name in the usage line. */
  readonly usage: string;
  /** Each flag is in one of them. */
  readonly sections: readonly FlagSection[];
}

/** @param columns of the terminal */
export function commandHelp(text: HelpText, columns = widest): string {
  const width = Math.min(columns, widest);
  const examples = text.examples.map(([comment, line]) => `  # ${comment}\n  ${line}`);
  const sections = text.sections.map(({ heading, flags }) =>
    `${heading}:\n${
      Object.entries(flags).map(([key, flag]) => flagHelp(key, flag, width)).join("\n\n")
    }`
  );
  return [
    wrap(text.description, width),
    `Examples:\n${examples.join("\n\n")}`,
    ...sections,
    `Usage:\n  ${text.name} ${text.usage}`,
  ].join("\n\n") + "\n";
}

/** `    -l, --selector='':` and the description below it. */
function flagHelp(key: string, flag: FlagDefinition<unknown>, columns: number): string {
  const short = flag.shorthand ? `-${flag.shorthand}, ` : "";
  const heading = `    ${short}--${flagName(key)}=${fallbackText(flag.fallback)}:`;
  return `${heading}\n${wrap(flag.description, columns, "        ")}`;
}

/** What a flag is where it is not given, as help shows it. */
export function fallbackText(fallback: unknown): string {
  if (fallback === undefined) return "''";
  return typeof fallback === "string" ? `'${fallback}'` : JSON.stringify(fallback);
}
