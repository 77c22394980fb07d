/** Colour, of which this program has one use: the word `Warning:`. */

import type { Environment } from "../host.ts";
import { escapeTerminal } from "./escape.ts";

/** Where text goes, as far as colour depends on it. */
export interface Surroundings {
  readonly isTerminal: boolean;
  readonly env: Pick<Environment, "get">;
  /** In Go's words: `windows`. */
  readonly os: string;
}

/** Whether colour may be used. Source: AllowsColorOutput in k8s.io/cli-runtime/pkg/printers. */
export function allowsColour({ isTerminal, env, os }: Surroundings): boolean {
  if (!isTerminal || env.get("TERM") === "dumb") return false;
  // Even an empty NO_COLOR forbids it.
  if (env.get("NO_COLOR") !== undefined) return false;
  return os !== "windows" || (env.get("WT_SESSION") ?? "") !== "";
}

/** A line for stderr, such as `Warning: unknown field "spec.x"`, with its line break. */
export function formatWarning(message: string, colour: boolean): string {
  const word = colour ? "\x1b[33;1mWarning:\x1b[0m" : "Warning:";
  return `${word} ${escapeTerminal(message)}\n`;
}
