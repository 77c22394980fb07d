/** Colour: of the terminal's own sixteen, and only on words that say the same without it. */

import { escapeTerminal } from "./escape.ts";

const codes = { red: 31, green: 32, yellow: 33, cyan: 36 } as const;

export type Colour = keyof typeof codes;

/** @param text that has been escaped already */
export function paint(text: string, colour: Colour | undefined): string {
  return colour === undefined || text === "" ? text : `\x1b[${codes[colour]}m${text}\x1b[0m`;
}

/** What a word says of how something is. */
const stateColours: Readonly<Record<string, Colour>> = {
  completed: "green",
  synced: "green",
  delivered: "green",
  unchanged: "green",
  ok: "green",
  running: "cyan",
  pending: "yellow",
  retrying: "yellow",
  "partly synced": "yellow",
  warn: "yellow",
  unknown: "yellow",
  failing: "red",
  failed: "red",
  lost: "red",
  "not-refreshed": "red",
  "timed out": "red",
  FAIL: "red",
};

/** The word in its colour; another word as it is. */
export function paintState(word: string): string {
  return paint(word, Object.hasOwn(stateColours, word) ? stateColours[word] : undefined);
}

/** A line for stderr, such as `Warning: unknown field "spec.x"`, with its line break. */
export function formatWarning(message: string, colour: boolean): string {
  // kubectl's own: bold and yellow.
  const word = colour ? "\x1b[33;1mWarning:\x1b[0m" : "Warning:";
  return `${word} ${escapeTerminal(message)}\n`;
}
