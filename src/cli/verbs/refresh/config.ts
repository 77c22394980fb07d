import type { RefreshOptions } from "../../../apprepo/refresh/refresh_options.ts";
import type { Host } from "../../../host.ts";
import { type Format, parseFormat } from "../../../output/format.ts";
import { parseDryRun } from "../../flags/dry_run.ts";
import { parseTimeout } from "../../flags/duration.ts";
import { parseSelection, type Selection } from "../../flags/selection.ts";
import { UsageError } from "../../usage_error.ts";
import type { RefreshValues } from "./flags.ts";

export interface RefreshConfig {
  readonly selection: Selection;
  readonly format: Format;
  readonly dryRun: RefreshOptions["dryRun"];
  readonly fieldManager: string;
  readonly concurrency: number;
  /** Undefined where nobody waits. */
  readonly wait?: WaitConfig;
}

export interface WaitConfig {
  /** Of all syncs together, in ms; 0 for none. */
  readonly timeout: number;
  readonly failFast: boolean;
  /** Where Kubeapps is, if that was said. */
  readonly kubeappsNamespace?: string;
}

/** @throws {UsageError} */
export function parseConfig(
  host: Host,
  words: readonly string[],
  values: RefreshValues,
): RefreshConfig {
  if (values.concurrency < 1) throw new UsageError("--concurrency must be 1 or more");
  const dryRun = parseDryRun(host, values.dryRun);
  return {
    selection: parseSelection(words, values),
    format: parseFormat(values.output, ["json", "jsonpath", "jsonpath-as-json", "name", "yaml"]),
    dryRun,
    fieldManager: values.fieldManager,
    concurrency: values.concurrency,
    wait: parseWait(values, dryRun),
  };
}

function parseWait(
  { wait, timeout, failFast, kubeappsNamespace }: RefreshValues,
  dryRun: RefreshOptions["dryRun"],
): WaitConfig | undefined {
  const ms = parseTimeout(timeout);
  if (!wait) {
    if (failFast) throw new UsageError("--fail-fast needs --wait with it");
    if (kubeappsNamespace) throw new UsageError("--kubeapps-namespace needs --wait with it");
    return undefined;
  }
  if (dryRun !== "none") {
    throw new UsageError("--wait can't be combined with --dry-run: no sync follows");
  }
  return { timeout: ms, failFast, kubeappsNamespace };
}
