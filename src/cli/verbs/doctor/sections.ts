/** What doctor found, by category, before it gets a form. */

import type { Category } from "../../../apprepo/doctor/check.ts";
import type { Examined, State } from "../../../apprepo/doctor/examine.ts";
import { summaryOf } from "../../../apprepo/doctor/summary.ts";

/** `wide`: every check has a line; `short`: only what is not well. */
export type Detail = "default" | "wide" | "short";

export interface Section {
  readonly heading: string;
  /** Of the worst in it. */
  readonly state: State;
  /** Such as `1 error, 2 warnings`. */
  readonly counted: string;
  /** Those of which something is said. */
  readonly told: readonly Examined[];
}

const headings: Readonly<Record<Category, string>> = {
  cluster: "Cluster",
  plugin: "Plugin",
  kubeapps: "Kubeapps",
  repository: "Repository",
  rights: "Rights",
  webhook: "Webhook",
  registry: "Registry",
};

export function sectionsOf(results: readonly Examined[], detail: Detail): Section[] {
  const categories = Map.groupBy(results, ({ check }) => check.category);
  return [...categories].flatMap(([category, ones]) => {
    const state = worst(ones);
    if (detail === "short" && (state === "ok" || state === "skipped")) return [];
    const told = detail === "wide" ? ones : ones.filter(({ state }) => isBad(state));
    return [{ heading: headings[category], state, counted: counted(ones), told }];
  });
}

function isBad(state: State): boolean {
  return state === "error" || state === "warning" || state === "unknown";
}

/** What is not known is worse than what is only a warning. */
const ranks: readonly State[] = ["skipped", "ok", "warning", "unknown", "error"];

function worst(results: readonly Examined[]): State {
  const states = results.map(({ state }) => state);
  return ranks.findLast((state) => states.includes(state)) ?? "ok";
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

/** The last line of all. */
export function totalOf(results: readonly Examined[]): string {
  const { ok, warning, error, unknown, skipped } = summaryOf(results);
  if (error + warning + unknown === 0) {
    if (ok === 0) return `No check applies: ${skipped} skipped.`;
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
