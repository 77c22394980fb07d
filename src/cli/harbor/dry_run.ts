/** `--dry-run` where Harbor is written to: it checks nothing without storing it. */

import type { Host } from "../../host.ts";
import { parseDryRun } from "../flags/dry_run.ts";
import { textOr } from "../flags/flags.ts";
import { UsageError } from "../usage_error.ts";

export const harborDryRunFlag = textOr(
  "none",
  'Must be "none" or "client": client reads what is there, and shows what would be changed',
  { bareValue: "client", offer: [["none", "do it"], ["client", "show what would be done"]] },
);

/** @throws {UsageError} */
export function parseHarborDryRun(host: Pick<Host, "stderr">, text: string): "none" | "client" {
  const dryRun = parseDryRun(host, text);
  if (dryRun !== "server") return dryRun;
  throw new UsageError(
    "Harbor checks nothing without storing it: --dry-run=client reads what is there, and shows what would be changed",
  );
}
