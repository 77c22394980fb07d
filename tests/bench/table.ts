import type { Row } from "./row.ts";

const HEADINGS: Row = {
  what: "what",
  measured: "measured",
  peer: "peer",
  ratio: "ratio",
  bar: "bar",
};

/** The rows as a Markdown table whose columns line up. */
export function table(rows: readonly Row[]): string {
  const cells = [HEADINGS, ...rows].map(({ what, measured, peer, ratio, bar }) =>
    [what, measured, peer, ratio, bar].map((text) => text ?? "")
  );
  const widths = cells[0]!.map((_, at) => Math.max(...cells.map((row) => row[at]!.length)));
  const lines = cells.map((row) => row.map((text, at) => text.padEnd(widths[at]!)));
  lines.splice(1, 0, widths.map((width) => "-".repeat(width)));
  return lines.map((line) => `| ${line.join(" | ")} |\n`).join("");
}
