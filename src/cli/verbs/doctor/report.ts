/** What doctor found, as text. */

import type { Category } from "../../../apprepo/doctor/check.ts";
import type { Finding } from "../../../apprepo/doctor/verdict.ts";
import type { Examined, State } from "../../../apprepo/doctor/examine.ts";
import { pageOf } from "./page.ts";
import { summaryOf } from "../../../apprepo/doctor/summary.ts";
import { escapeTerminal } from "../../../output/escape.ts";
import { paintState } from "../../../output/style.ts";
import type { Look } from "../../../output/terminal.ts";
import { hang, leastRoom, wrap } from "../../../output/wrap.ts";
import { marks } from "./marks.ts";

const headings: Readonly<Record<Category, string>> = {
  cluster: "Cluster",
  plugin: "Plugin",
  kubeapps: "Kubeapps",
  repository: "Repository",
  rights: "Rights",
  webhook: "Webhook",
  registry: "Registry",
};

export interface ReportStyle {
  readonly look: Pick<Look, "colour" | "columns">;
  /** `wide`: every check has a line; `short`: only what is not well. */
  readonly detail: "default" | "wide" | "short";
}

export function reportText(results: readonly Examined[], style: ReportStyle): string {
  const categories = Map.groupBy(results, ({ check }) => check.category);
  const sections = [...categories].flatMap(([category, ones]) => section(category, ones, style));
  return [...sections, lastLine(results), ""].join("\n");
}

function section(category: Category, results: readonly Examined[], style: ReportStyle): string[] {
  const { look, detail } = style;
  const state = worst(results);
  const isFine = state === "ok" || state === "skipped";
  if (detail === "short" && isFine) return [];
  const width = Math.max(...Object.values(marks).map(({ length }) => length));
  const told = detail === "wide"
    ? results
    : results.filter(({ state }) =>
      state === "error" || state === "warning" || state === "unknown"
    );
  return [
    `${mark(state, look, width)} ${headings[category].padEnd(12)}${counted(results)}`,
    ...told.flatMap((result) => lines(result, look)),
  ];
}

/** What is not known is worse than what is only a warning. */
const ranks: readonly State[] = ["skipped", "ok", "warning", "unknown", "error"];

function worst(results: readonly Examined[]): State {
  const states = results.map(({ state }) => state);
  return ranks.findLast((state) => states.includes(state)) ?? "ok";
}

function mark(state: State, { colour }: ReportStyle["look"], width = 0): string {
  const word = marks[state];
  return (colour ? paintState(word) : word) + " ".repeat(Math.max(0, width - word.length));
}

function lines({ check, state, findings, why }: Examined, look: ReportStyle["look"]): string[] {
  if (findings.length > 0) {
    return findings.flatMap((finding) => findingLines(check.id, finding, look));
  }
  return [headed(state, check.id, why ?? check.title, look)];
}

function headed(state: State, id: string, text: string, look: ReportStyle["look"]): string {
  const start = `  ${marks[state]} ${id} `.length;
  const shown = hang(escapeTerminal(text), start, look.columns ?? Infinity);
  return `  ${mark(state, look)} ${id} ${shown}`;
}

function findingLines(id: string, finding: Finding, look: ReportStyle["look"]): string[] {
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
function broken(texts: readonly string[], { columns }: ReportStyle["look"]): string[] {
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

function counted(results: readonly Examined[]): string {
  const { ok, warning, error, unknown, skipped } = summaryOf(results);
  const bad = [
    [error, "error"],
    [warning, "warning"],
    [unknown, "unknown"],
  ] as const;
  const parts = bad.flatMap(([count, word]) => count > 0 ? [number(count, word)] : []);
  if (parts.length > 0) return parts.join(", ");
  return ok > 0 ? number(ok, "check") : `${number(skipped, "check")} skipped`;
}

function lastLine(results: readonly Examined[]): string {
  const { ok, warning, error, unknown, skipped } = summaryOf(results);
  if (error + warning + unknown === 0) {
    return `All ${ok} checks passed${skipped > 0 ? `, ${skipped} do not apply` : ""}.`;
  }
  return [
    ...error > 0 ? [number(error, "error")] : [],
    ...warning > 0 ? [number(warning, "warning")] : [],
    `${ok} ok`,
    ...skipped > 0 ? [`${skipped} skipped`] : [],
    ...unknown > 0 ? [`${unknown} unknown`] : [],
  ].join(", ");
}

function number(count: number, word: string): string {
  const isPlural = count !== 1 && word !== "unknown";
  return `${count} ${word}${isPlural ? "s" : ""}`;
}
