import { type SyncResult, syncResults } from "../../../apprepo/sync/overview/sync_overview.ts";
import { type Format, type ListFormat, parseFormat } from "../../../output/format.ts";
import { parseNames } from "../../flags/selection.ts";
import { UsageError } from "../../usage_error.ts";
import type { ListValues } from "./flags.ts";

export interface ListConfig {
  /** None: all that the selectors leave. */
  readonly names: readonly string[];
  readonly allNamespaces: boolean;
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
  /** Undefined where any will do. */
  readonly results?: ReadonlySet<SyncResult>;
  /** A path as kubectl takes it. */
  readonly sortBy?: string;
  readonly format: Format | ListFormat;
  readonly noHeaders: boolean;
  readonly watch: boolean;
  /** Where Kubeapps is, if that was said. */
  readonly kubeappsNamespace?: string;
}

/** @throws {UsageError} {FormatError} */
export function parseConfig(words: readonly string[], values: ListValues): ListConfig {
  const { allNamespaces, selector, fieldSelector, sortBy, noHeaders, watch } = values;
  const names = parseNames(words);
  if (names.length > 0 && (selector || fieldSelector)) {
    throw new UsageError("name cannot be provided when a selector is specified");
  }
  if (names.length > 0 && allNamespaces) {
    throw new UsageError("a resource cannot be retrieved by name across all namespaces");
  }
  return {
    names,
    allNamespaces,
    labelSelector: selector,
    fieldSelector,
    results: parseResults(values.result),
    sortBy,
    format: parseFormat(values.output, listFormats),
    noHeaders,
    watch,
    kubeappsNamespace: values.kubeappsNamespace,
  };
}

/** As kubectl lists them in its error message. */
const listFormats = [
  "custom-columns",
  "custom-columns-file",
  "json",
  "jsonpath",
  "jsonpath-as-json",
  "jsonpath-file",
  "name",
  "wide",
  "yaml",
] as const;

function parseResults(given: readonly string[]): ReadonlySet<SyncResult> | undefined {
  if (given.length === 0) return undefined;
  for (const word of given) {
    if (isResult(word)) continue;
    throw new UsageError(
      `--result wants ${[...syncResults].sort().join(", ")}, not ${JSON.stringify(word)}`,
    );
  }
  return new Set(given.filter(isResult));
}

function isResult(word: string): word is SyncResult {
  return (syncResults as readonly string[]).includes(word);
}
