/**
 * What the log of a sync tells. Source: cmd/asset-syncer in Kubeapps 2.1 to 2.12 and in SAP's 3.0, whose
 * texts begin in lower case.
 */

import { logLine } from "./log_line.ts";
import { maskSecrets } from "./mask.ts";

export interface SyncLog {
  /** The packages were stored. */
  readonly updated: boolean;
  /** Those that could not be synced; the syncer ends well all the same. */
  readonly failedCharts: readonly string[];
  /** Versions whose readme or values are missing. */
  readonly failedFiles: number;
  /** Why the rest of an OCI registry was left out, though the syncer reports success. */
  readonly incomplete?: string;
  /** The line that tells why it failed. */
  readonly reason?: string;
  /** The last ones as they are, but for secrets. */
  readonly lastLines: readonly string[];
}

const updatedText = /successfully added the (chart|package) repository .* to database/i;
const failedChart = /there were errors syncing chart "((?:[^"\\]|\\.)*)"/i;
const failedFile = /failed to import files, id=/i;
const failedTags = /unable to list tags: /i;
/** What the command prints after its error, which tells nothing. */
const usage = /^(usage:|flags:|global flags:|\s+-|\s+asset-syncer )/i;

const linesKept = 20;
const chartsKept = 1_000;
const longestLine = 2_000;

/** @param lines of the container `sync`, however many */
export async function readSyncLog(lines: AsyncIterable<string>): Promise<SyncLog> {
  const lastLines: string[] = [];
  const failedCharts = new Set<string>();
  let updated = false;
  let failedFiles = 0;
  let incomplete: string | undefined;
  let reason: string | undefined;
  for await (const whole of lines) {
    const line = maskSecrets(whole.slice(0, longestLine));
    if (line.trim() === "") continue;
    lastLines.push(line);
    if (lastLines.length > linesKept) lastLines.shift();
    const { message, isError } = logLine(line);
    const chart = failedChart.exec(message)?.[1];
    updated ||= updatedText.test(message);
    if (chart !== undefined && failedCharts.size < chartsKept) failedCharts.add(chart);
    if (failedFile.test(message)) failedFiles++;
    if (failedTags.test(message)) incomplete = message;
    if (isError && !usage.test(message)) reason = message;
  }
  return { updated, failedCharts: [...failedCharts], failedFiles, incomplete, reason, lastLines };
}
