/** The hints of a status. */

import type { RepositoryStatus } from "../../../apprepo/status/repository_status.ts";
import type { Field } from "../../../output/fields.ts";
import { hang } from "../../../output/wrap.ts";
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
    ...`  why   ${hang(why, whyIndent, columns - linesIndent)}`.split("\n"),
    ...fix.flatMap(({ command }) => command === undefined ? [] : [`  fix   ${command}`]),
  ]);
  return [["Hints", { lines }]];
}

/** Before each line of a field. */
const linesIndent = 2;

/** Of what `why` says. */
const whyIndent = 8;
