/** What doctor found, as text. */

import type { Finding } from "../../../apprepo/doctor/verdict.ts";
import type { Examined, State } from "../../../apprepo/doctor/examine.ts";
import { escapeTerminal } from "../../../output/escape.ts";
import { paintState } from "../../../output/style.ts";
import type { Look } from "../../../output/terminal.ts";
import { hang, leastRoom, wrap } from "../../../output/wrap.ts";
import { marks } from "./marks.ts";
import { pageOf } from "./page.ts";
import { type Detail, sectionsOf, totalOf } from "./sections.ts";

type Shown = Pick<Look, "colour" | "columns">;

export function reportText(results: readonly Examined[], look: Shown, detail: Detail): string {
  const width = Math.max(...Object.values(marks).map(({ length }) => length));
  const lines = sectionsOf(results, detail).flatMap(({ heading, state, counted, told }) => [
    `${mark(state, look, width)} ${heading.padEnd(12)}${counted}`,
    ...told.flatMap((result) => said(result, look)),
  ]);
  return [...lines, totalOf(results), ""].join("\n");
}

function mark(state: State, { colour }: Shown, width = 0): string {
  const word = marks[state];
  return (colour ? paintState(word) : word) + " ".repeat(Math.max(0, width - word.length));
}

function said({ check, state, findings, why }: Examined, look: Shown): string[] {
  if (findings.length > 0) {
    return findings.flatMap((finding) => findingLines(check.id, finding, look));
  }
  return [headed(state, check.id, why ?? check.title, look)];
}

function headed(state: State, id: string, text: string, look: Shown): string {
  const start = `  ${marks[state]} ${id} `.length;
  const shown = hang(escapeTerminal(text), start, look.columns ?? Infinity);
  return `  ${mark(state, look)} ${id} ${shown}`;
}

function findingLines(id: string, finding: Finding, look: Shown): string[] {
  const { severity, title, seen, why, fix } = finding;
  const fixes = fix.flatMap(({ command, note }) => [
    ...command === undefined ? [] : [command],
    // All of it can be pasted into a shell.
    ...note === undefined ? [] : [`# ${note}`],
  ]);
  return [
    headed(severity, id, title, look),
    ...labelled("seen", broken(seen, look)),
    ...labelled("why", broken([why], look)),
    ...labelled("fix", fixes),
    ...labelled("more", [pageOf(id)]),
  ];
}

const labelIndent = 6;
const labelWidth = 6;

/** Where the terminal ends; what is to be pasted stays whole. */
function broken(texts: readonly string[], { columns }: Shown): string[] {
  if (columns === undefined) return [...texts];
  return texts.map((text) => wrap(text, Math.max(leastRoom, columns - labelIndent - labelWidth)));
}

function labelled(label: string, texts: readonly string[]): string[] {
  const lines = texts.flatMap((text) => text.split("\n"));
  const indent = " ".repeat(labelIndent);
  return lines.map((line, at) => {
    return `${indent}${(at === 0 ? label : "").padEnd(labelWidth)}${escapeTerminal(line)}`;
  });
}
