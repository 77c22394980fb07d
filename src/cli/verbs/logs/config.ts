import { parseDuration } from "../../flags/duration.ts";
import { parseSelection } from "../../flags/selection.ts";
import { FlagError, UsageError } from "../../usage_error.ts";
import type { LogsValues } from "./flags.ts";

export interface LogsConfig {
  /** Of the AppRepository. */
  readonly name: string;
  readonly runs: "newest" | "all";
  /** The name of the only Job that is wanted. */
  readonly job?: string;
  readonly follow: boolean;
  readonly previous: boolean;
  readonly timestamps: boolean;
  readonly tailLines?: number;
  readonly sinceSeconds?: number;
  /** Where Kubeapps is, if that was said. */
  readonly kubeappsNamespace?: string;
}

/** @throws {UsageError} where kubectl has words for it, in those */
export function parseConfig(words: readonly string[], values: LogsValues): LogsConfig {
  const { follow, previous, allRuns, job, tail, timestamps, kubeappsNamespace } = values;
  if (allRuns && job) fail("--all-runs and --job can't be combined");
  if (allRuns && follow) fail("--all-runs and --follow can't be combined");
  if (allRuns && previous) fail("--all-runs and --previous can't be combined");
  if (follow && previous) {
    fail("--follow and --previous can't be combined: what is previous has ended");
  }
  if (tail < -1) fail("--tail must be greater than or equal to -1");
  return {
    name: parseName(words),
    runs: allRuns ? "all" : "newest",
    job,
    follow,
    previous,
    timestamps,
    tailLines: tail < 0 ? undefined : tail,
    sinceSeconds: parseSince(values.since),
    kubeappsNamespace,
  };
}

function parseName(words: readonly string[]): string {
  if (words.length === 0) {
    fail(
      "expected 'logs (NAME | TYPE/NAME)'.\nNAME or TYPE/NAME is a required argument for the logs command",
    );
  }
  const selection = parseSelection(words, {});
  const [name = "", ...others] = selection.kind === "names" ? selection.names : [];
  if (others.length > 0) fail(`logs takes one AppRepository, not ${others.length + 1}`);
  return name;
}

function parseSince(given: string): number | undefined {
  const ms = parseDuration(given);
  if (ms === undefined) {
    const quoted = JSON.stringify(given);
    throw new FlagError(
      `invalid argument ${quoted} for "--since" flag: time: invalid duration ${quoted}`,
    );
  }
  if (ms < 0) fail("--since must be greater than 0");
  return ms === 0 ? undefined : Math.max(1, Math.round(ms / 1_000));
}

function fail(message: string): never {
  throw new UsageError(message);
}
