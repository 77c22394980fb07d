/**
 * What a sync's log tells that its Job doesn't: whether anything was new, and what was left out
 * though the Job is Complete. The texts are those of asset-syncer from Kubeapps 2.1 to SAP's 3.0.
 */

import { cutLine } from "./log_lines.ts";
import { type LogLine, parseLogLine } from "./log_line.ts";
import { maskSecrets } from "./mask.ts";

/** No text of it holds a secret. */
export interface SyncLog {
  readonly updated: boolean;
  /** Without the repository's name. */
  readonly failedCharts: readonly string[];
  /** Those of which only READMEs or values could not be had. */
  readonly chartsWithoutFiles: readonly string[];
  /** How many versions' READMEs and values could not be had. */
  readonly failedFiles: number;
  /** Why charts were left out without being named. */
  readonly incomplete?: string;
  /** At most twenty. */
  readonly lastLines: readonly string[];
  /** Why it failed, if it did: its last words, without what a logger puts before them. */
  readonly reason?: string;
}

const linesKept = 20;
const longestKept = 2_000;
const chartsKept = 1_000;

const updated = /^Successfully added the (?:chart|package) repository .* to database/i;
const failedChart = /^There were errors syncing chart ("(?:[^"\\]|\\.)*")/i;
const failedFiles = /^Failed to import files/i;
const incomplete = /^"?(?:unable to list tags|failed to pull chart)\b/i;

export async function readSyncLog(lines: AsyncIterable<string>): Promise<SyncLog> {
  const log = new Reader();
  for await (const line of lines) log.read(cutLine(line));
  return log.result();
}

class Reader {
  readonly #charts = new Set<string>();
  readonly #withoutFiles = new Set<string>();
  readonly #last: string[] = [];
  #updated = false;
  #failedFiles = 0;
  #incomplete: string | undefined;
  #error: LogLine | undefined;
  #end: LogLine | undefined;
  #isUsage = false;

  read(text: string): void {
    if (text.trim() === "") return;
    const line = parseLogLine(text);
    this.#isUsage = text === "Usage:" || (this.#isUsage && line.level !== "fatal");
    // It follows the error, and would push all else out.
    if (this.#isUsage) return;
    this.#last.push(text);
    if (this.#last.length > linesKept) this.#last.shift();
    if (line.level === "fatal") this.#end = line;
    if (line.level === "error") this.#error = line;
    this.#look(line);
  }

  #look(line: LogLine): void {
    const { message } = line;
    if (updated.test(message)) this.#updated = true;
    else if (failedFiles.test(message)) {
      this.#failedFiles++;
      keep(this.#withoutFiles, chartOfFiles(line));
    } else if (incomplete.test(message)) this.#incomplete ??= shown(message);
    else keep(this.#charts, unquotedName(failedChart.exec(message)?.[1]));
  }

  result(): SyncLog {
    // What ended it comes last by its nature; an error on the way may have been survived.
    const why = this.#end ?? this.#error;
    return {
      updated: this.#updated,
      failedCharts: [...this.#charts],
      chartsWithoutFiles: [...this.#withoutFiles],
      failedFiles: this.#failedFiles,
      incomplete: this.#incomplete,
      lastLines: this.#last.map(shown),
      reason: why && reasonOf(why),
    };
  }
}

function keep(charts: Set<string>, chart: string | undefined): void {
  if (chart && charts.size < chartsKept) charts.add(maskSecrets(chart.slice(0, 253)));
}

/** `ID=repo/chart` since 2.9, `name=chart` before. */
function chartOfFiles({ message, fields }: LogLine): string | undefined {
  const [, id, name] = /, (?:ID=([^,]+)|name=([^,]+))/i.exec(message) ?? [];
  if (id === undefined) return name ?? fields.name;
  const chart = id.slice(id.indexOf("/") + 1);
  try {
    return decodeURIComponent(chart);
  } catch {
    return chart;
  }
}

function unquotedName(quoted: string | undefined): string | undefined {
  return quoted?.slice(1, -1).replace(/\\(.)/g, "$1");
}

/** One `error: ` is asset-syncer's, another cobra's. */
function reasonOf({ message, fields }: LogLine): string {
  const said = message.replace(/^(?:(?:fatal )?error:\s+)+/i, "");
  return shown(fields.error ? `${said}: ${fields.error}` : said);
}

function shown(text: string): string {
  const masked = maskSecrets(text);
  return masked.length > longestKept ? `${masked.slice(0, longestKept - 3)}...` : masked;
}
