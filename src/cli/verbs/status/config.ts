import { type Format, parseFormat } from "../../../output/format.ts";
import { parseTimeout } from "../../flags/duration.ts";
import { parseNames } from "../../flags/selection.ts";
import { UsageError } from "../../usage_error.ts";
import type { StatusValues } from "./flags.ts";

/** What a watch ends with. */
export type Goal = "idle" | "synced";

export interface StatusConfig {
  readonly names: readonly string[];
  readonly format: Format;
  /** Where Kubeapps is, if that was said. */
  readonly kubeappsNamespace?: string;
  /** Undefined where it is shown once. */
  readonly watch?: WatchConfig;
}

export interface WatchConfig {
  /** Undefined: until it is stopped. */
  readonly until?: Goal;
  /** In ms; 0 for none. */
  readonly timeout: number;
}

/** @throws {UsageError} {FormatError} */
export function parseConfig(words: readonly string[], values: StatusValues): StatusConfig {
  const names = parseNames(words);
  if (names.length === 0) {
    throw new UsageError(
      "expected 'status (NAME | TYPE/NAME)'.\nNAME or TYPE/NAME is a required argument for the status command",
    );
  }
  const watch = parseWatch(values);
  if (watch && names.length > 1) {
    throw new UsageError(`--watch takes one AppRepository, not ${names.length}`);
  }
  return {
    names,
    format: parseFormat(values.output, ["json", "jsonpath", "jsonpath-as-json", "yaml"]),
    kubeappsNamespace: values.kubeappsNamespace,
    watch,
  };
}

function parseWatch({ watch, until, timeout }: StatusValues): WatchConfig | undefined {
  const ms = parseTimeout(timeout);
  if (until !== undefined && until !== "idle" && until !== "synced") {
    throw new UsageError(`--until wants idle or synced, not ${JSON.stringify(until)}`);
  }
  if (ms > 0 && until === undefined) throw new UsageError("--timeout needs --until with it");
  return watch || until !== undefined ? { until, timeout: ms } : undefined;
}
