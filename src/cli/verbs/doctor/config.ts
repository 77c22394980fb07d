import { allChecks } from "../../../apprepo/doctor/all_checks.ts";
import type { Check } from "../../../apprepo/doctor/check.ts";
import { FormatError } from "../../../output/format.ts";
import { parseBaseUrl } from "../../../apprepo/webhook/base_url.ts";
import { parseDuration } from "../../flags/duration.ts";
import { parseNames } from "../../flags/selection.ts";
import { UsageError } from "../../usage_error.ts";
import type { DoctorValues } from "./flags.ts";

const outputs = ["json", "name", "short", "wide", "yaml"] as const;
const failures = ["error", "warning", "never"] as const;

export interface DoctorConfig {
  readonly names: readonly string[];
  readonly allNamespaces: boolean;
  readonly labelSelector?: string;
  readonly checks: readonly Check[];
  readonly output: typeof outputs[number] | "default";
  readonly failOn: typeof failures[number];
  /** Where Kubeapps is, if that was said. */
  readonly kubeappsNamespace?: string;
  /** As it was typed. */
  readonly account?: string;
  readonly baseUrl?: string;
  /** The name that Kubeapps has for the cluster. */
  readonly cluster: string;
  /** For how long to look again, in ms. */
  readonly wait: number;
}

/** @throws {UsageError} {FormatError} */
export function parseConfig(words: readonly string[], values: DoctorValues): DoctorConfig {
  const { allNamespaces, selector, only, skip, kubeappsNamespace } = values;
  const names = parseNames(words);
  if (names.length > 0 && selector) fail("name cannot be provided when a selector is specified");
  if (names.length > 0 && allNamespaces) {
    fail("a resource cannot be retrieved by name across all namespaces");
  }
  return {
    names,
    allNamespaces,
    labelSelector: selector,
    checks: chosen(only, skip),
    output: parseOutput(values.output),
    failOn: parseFailOn(values.failOn),
    kubeappsNamespace,
    account: values.serviceaccount,
    baseUrl: values.baseUrl === undefined ? undefined : parseBaseUrl(values.baseUrl),
    cluster: values.clusterName,
    wait: parseWait(values.wait),
  };
}

function parseWait(given: string): number {
  const ms = parseDuration(given);
  if (ms !== undefined && ms >= 0) return ms;
  fail(`--wait wants a length of time such as 5m, not ${JSON.stringify(given)}`);
}

function chosen(only: readonly string[], skip: readonly string[]): Check[] {
  const [wanted, left] = [only, skip].map((ids) => new Set(ids.map((id) => id.toUpperCase())));
  for (const id of [...wanted!, ...left!]) {
    if (allChecks.some((check) => check.id === id)) continue;
    fail(`there is no check ${JSON.stringify(id)}: --list-checks prints those that there are`);
  }
  const checks = allChecks.filter(({ id }) =>
    (wanted!.size === 0 || wanted!.has(id)) && !left!.has(id)
  );
  if (checks.length === 0) fail("--only and --skip leave no check");
  return checks;
}

function parseOutput(given: string | undefined): DoctorConfig["output"] {
  if (given === undefined) return "default";
  const output = outputs.find((one) => one === given);
  if (output) return output;
  throw new FormatError(
    `unable to match a printer suitable for the output format ${
      JSON.stringify(given)
    }, allowed formats are: ${outputs.join(",")}`,
  );
}

function parseFailOn(given: string): DoctorConfig["failOn"] {
  const level = failures.find((one) => one === given);
  if (level) return level;
  fail(`--fail-on wants error, warning or never, not ${JSON.stringify(given)}`);
}

function fail(message: string): never {
  throw new UsageError(message);
}
