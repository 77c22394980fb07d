/** What a command line of `harbor apply` asks for. */

import type { WantedPolicy } from "../../../../apprepo/harbor/wanted_policy.ts";
import { parseBaseUrl } from "../../../../apprepo/webhook/base_url.ts";
import { type Format, parseFormat } from "../../../../output/format.ts";
import type { CommandContext } from "../../../context.ts";
import type { DryRun } from "../../../flags/dry_run.ts";
import { parseHarborDryRun } from "../../../harbor/dry_run.ts";
import { UsageError } from "../../../usage_error.ts";
import { oneName } from "../../../webhook/one_name.ts";
import type { ApplyValues } from "./flags.ts";

export interface ApplyConfig {
  readonly name: string;
  /** Undefined where it is to be found in the cluster. */
  readonly baseUrl?: string;
  readonly format: Format;
  readonly dryRun: DryRun;
  readonly events: readonly string[];
  readonly payloadFormat: WantedPolicy["payloadFormat"];
}

/** Deletions are told too, so that removed charts vanish from Kubeapps. */
const usualEvents = ["PUSH_ARTIFACT", "DELETE_ARTIFACT"];

/** @throws {UsageError} {FormatError} {Error} */
export function parseConfig(
  { host }: CommandContext,
  words: readonly string[],
  values: ApplyValues,
): ApplyConfig {
  return {
    name: oneName(words),
    baseUrl: values.baseUrl === undefined ? undefined : parseBaseUrl(values.baseUrl),
    format: parseFormat(values.output, ["json", "name", "yaml"]),
    dryRun: parseHarborDryRun(host, values.dryRun),
    events: parseEvents(values.event),
    payloadFormat: parsePayloadFormat(values.payloadFormat),
  };
}

function parseEvents(given: readonly string[]): readonly string[] {
  const events = [...new Set(given.map((event) => event.trim().toUpperCase()))];
  if (events.includes("")) throw new UsageError("--event has an empty name in it");
  return events.length > 0 ? events : usualEvents;
}

function parsePayloadFormat(given: string): WantedPolicy["payloadFormat"] {
  if (given === "Default" || given === "CloudEvents") return given;
  throw new UsageError(
    `--payload-format wants Default or CloudEvents, not ${JSON.stringify(given)}`,
  );
}
