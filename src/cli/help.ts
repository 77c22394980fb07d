/** Help in kubectl's form. */

import type { FlagDefinition, FlagDefinitions } from "./flags/flags.ts";
import { flagName } from "./flags/flags.ts";

const width = 80;

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

export function commandHelp(text: HelpText): string {
  const examples = text.examples.map(([comment, line]) => `  # ${comment}\n  ${line}`);
  const sections = text.sections.map(({ heading, flags }) =>
    `${heading}:\n${Object.entries(flags).map(flagHelp).join("\n\n")}`
  );
  return [
    wrapText(text.description, ""),
    `Examples:\n${examples.join("\n\n")}`,
    ...sections,
    `Usage:\n  ${text.name} ${text.usage}`,
  ].join("\n\n") + "\n";
}

/** `    -l, --selector='':` and the description below it. */
function flagHelp([key, flag]: [string, FlagDefinition<unknown>]): string {
  const short = flag.shorthand ? `-${flag.shorthand}, ` : "";
  const heading = `    ${short}--${flagName(key)}=${fallbackText(flag.fallback)}:`;
  return `${heading}\n${wrapText(flag.description, "        ")}`;
}

/** What a flag is where it is not given, as help shows it. */
export function fallbackText(fallback: unknown): string {
  if (fallback === undefined) return "''";
  return typeof fallback === "string" ? `'${fallback}'` : JSON.stringify(fallback);
}

/** Lines of at most 80 characters, unless a word is longer. */
export function wrapText(text: string, indent: string): string {
  return text.split("\n").map((line) => wrapLine(line, indent)).join("\n");
}

function wrapLine(text: string, indent: string): string {
  const lines: string[] = [];
  let line = indent;
  for (const word of text.split(" ")) {
    if (line.length + word.length > width && line.trim() !== "") {
      lines.push(line.trimEnd());
      line = indent;
    }
    line += `${word} `;
  }
  return [...lines, line.trimEnd()].join("\n");
}
