/** kubectl's `--dry-run`, on every command that writes. */

import type { Host } from "../../host.ts";
import { textOr } from "./flags.ts";
import { UsageError } from "../usage_error.ts";

export type DryRun = "none" | "client" | "server";

/** What kubectl takes the bare flag for. */
const bareValue = "unchanged";

export const dryRunFlag = textOr(
  "none",
  'Must be "none", "server", or "client": client shows what would be sent, server lets the API server check it without storing it',
  {
    bareValue,
    offer: [
      ["none", "do it"],
      ["client", "show what would be sent"],
      ["server", "have it checked, and not stored"],
    ],
  },
);

/** What output lines end in. */
export const dryRunSuffixes: Readonly<Record<DryRun, string>> = {
  none: "",
  client: " (dry run)",
  server: " (server dry run)",
};

/** @throws {UsageError} */
export function parseDryRun({ stderr }: Pick<Host, "stderr">, text: string): DryRun {
  if (text === bareValue) {
    stderr.write("--dry-run is deprecated and can be replaced with --dry-run=client.\n");
    return "client";
  }
  if (text === "none" || text === "client" || text === "server") return text;
  throw new UsageError(`Invalid dry-run value (${text}). Must be "none", "server", or "client".`);
}
