/** What doctor found, as text. */

import type { Category } from "../../../apprepo/doctor/check.ts";
import type { Finding } from "../../../apprepo/doctor/verdict.ts";
import type { Examined, State } from "../../../apprepo/doctor/examine.ts";
import { pageOf } from "./page.ts";
import { summaryOf } from "../../../apprepo/doctor/summary.ts";
import { escapeTerminal } from "../../../output/escape.ts";
import type { Marks } from "./marks.ts";

const headings: Readonly<Record<Category, string>> = {
  cluster: "Cluster",
  plugin: "Plugin",
  kubeapps: "Kubeapps",
  repository: "Repository",
  rights: "Rights",
  webhook: "Webhook",
};

export interface ReportStyle {
  readonly marks: Marks;
  /** `wide`: every check has a line; `short`: only what is not well. */
  readonly detail: "default" | "wide" | "short";
}

export function reportText(results: readonly Examined[], style: ReportStyle): string {
  const categories = Map.groupBy(results, ({ check }) => check.category);
  const sections = [...categories].flatMap(([category, ones]) => section(category, ones, style));
  return escapeTerminal([...sections, lastLine(results)].join("\n")) + "\n";
}

function section(category: Category, results: readonly Examined[], style: ReportStyle): string[] {
  const { marks, detail } = style;
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
    `${marks[state].padEnd(width)} ${headings[category].padEnd(12)}${counted(results)}`,
    ...told.flatMap((result) => lines(result, marks)),
  ];
}

/** What is not known is worse than what is only a warning. */
const ranks: readonly State[] = ["skipped", "ok", "warning", "unknown", "error"];

function worst(results: readonly Examined[]): State {
  const states = results.map(({ state }) => state);
  return ranks.findLast((state) => states.includes(state)) ?? "ok";
}

function lines({ check, state, findings, why }: Examined, marks: Marks): string[] {
  if (findings.length > 0) {
    return findings.flatMap((finding) => findingLines(check.id, finding, marks));
  }
  return [`  ${marks[state]} ${check.id} ${why ?? check.title}`];
}

function findingLines(id: string, finding: Finding, marks: Marks): string[] {
  const { severity, title, seen, why, fix } = finding;
  const fixes = fix.flatMap(({ command, note }) => [
    ...command === undefined ? [] : [command],
    // All of it can be pasted into a shell.
    ...note === undefined ? [] : [`# ${note}`],
  ]);
  return [
    `  ${marks[severity]} ${id} ${title}`,
    ...labelled("seen", seen),
    ...labelled("why", [why]),
    ...labelled("fix", fixes),
    ...labelled("more", [pageOf(id)]),
  ];
}

function labelled(label: string, texts: readonly string[]): string[] {
  const lines = texts.flatMap((text) => text.split("\n"));
  return lines.map((line, at) => `      ${(at === 0 ? label : "").padEnd(6)}${line}`);
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
