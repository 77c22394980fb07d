/** The hints of a status. */

import type { RepositoryStatus } from "../../../apprepo/status/repository_status.ts";
import type { Field } from "../../../output/fields.ts";
import { wrap } from "../../../output/wrap.ts";
import { hintsFor } from "./hints_for.ts";

/**
 * What doctor's checks find wrong with it, and what mends it.
 * @param now in ms since the epoch
 * @param columns of the terminal
 */
export function hints(status: RepositoryStatus, now: number, columns = Infinity): Field[] {
  const found = hintsFor(status, now);
  if (found.length === 0) return [];
  const lines = found.flatMap(({ id, title, why, fix }) => [
    `${id} ${title}`,
    ...labelled("  why   ", why, columns - linesIndent),
    ...fix.flatMap(({ command }) => command === undefined ? [] : [`  fix   ${command}`]),
  ]);
  return [["Hints", { lines }]];
}

/** Before each line of a field. */
const linesIndent = 2;

/** Goes on below itself where the terminal ends. */
function labelled(label: string, text: string, columns: number): string[] {
  const lines = wrap(text, Math.max(20, columns - label.length)).split("\n");
  return lines.map((line, at) => (at === 0 ? label : " ".repeat(label.length)) + line);
}
