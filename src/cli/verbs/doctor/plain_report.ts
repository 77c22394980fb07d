/** What doctor found, to be heard: each value behind its name, and nothing in columns. */

import type { Finding } from "../../../apprepo/doctor/verdict.ts";
import type { Examined } from "../../../apprepo/doctor/examine.ts";
import { escapeTerminal } from "../../../output/escape.ts";
import { marks } from "./marks.ts";
import { pageOf } from "./page.ts";
import { type Detail, sectionsOf, totalOf } from "./sections.ts";

export function plainReportText(results: readonly Examined[], detail: Detail): string {
  const lines = sectionsOf(results, detail).flatMap(({ heading, state, counted, told }) => [
    `${heading.toUpperCase()}: ${marks[state]}. ${counted}.`,
    ...told.flatMap(said),
  ]);
  return [...lines, totalOf(results)].map((line) => `${escapeTerminal(line)}\n`).join("");
}

function said({ check: { id, title }, state, findings, why }: Examined): string[] {
  if (findings.length === 0) return [sentence(`${id}: ${marks[state]}. ${why ?? title}`)];
  return findings.flatMap((finding) => findingLines(id, finding));
}

function findingLines(id: string, { severity, title, seen, why, fix }: Finding): string[] {
  return [
    sentence(`${id}: ${marks[severity]}. ${title}`),
    ...seen.flatMap((text) => text.split("\n")).map((line) => sentence(`SEEN: ${line}`)),
    sentence(`WHY: ${why}`),
    ...fix.flatMap(({ command, note }) => [
      // A full stop would be pasted with it.
      ...command === undefined ? [] : [`FIX: ${command}`],
      ...note === undefined ? [] : [sentence(`NOTE: ${note}`)],
    ]),
    `MORE: ${pageOf(id)}`,
  ];
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
