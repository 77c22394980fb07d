/** What a command line of `token` asks for, with what makes no sense refused. */

import type { CommandContext } from "../../context.ts";
import type { TokenValues } from "./flags.ts";
import { type DryRun, parseDryRun } from "../../flags/dry_run.ts";
import { parseSeconds } from "../../flags/duration.ts";
import { UsageError } from "../../usage_error.ts";

export type TokenTask =
  | { readonly kind: "print" | "check" | "dropOld" }
  | { readonly kind: "fresh"; readonly seconds: number }
  | { readonly kind: "rotate"; readonly keepOld: boolean };

export interface TokenConfig {
  readonly task: TokenTask;
  readonly format: "raw" | "header" | "json";
  readonly dryRun: DryRun;
}

/** @throws {UsageError} */
export function parseTokenConfig({ host }: CommandContext, values: TokenValues): TokenConfig {
  const seconds = parseSeconds("duration", values.duration);
  const tasks: readonly (readonly [flag: string, task: TokenTask | undefined | false])[] = [
    ["--check", values.check && { kind: "check" }],
    ["--drop-old", values.dropOld && { kind: "dropOld" }],
    ["--duration", seconds === undefined ? undefined : { kind: "fresh", seconds }],
    ["--rotate", values.rotate && { kind: "rotate", keepOld: values.keepOld }],
  ];
  const asked = tasks.filter(([, task]) => task);
  if (asked.length > 1) {
    fail(`${asked.map(([flag]) => flag).join(" and ")} can't be combined`);
  }
  if (values.keepOld && !values.rotate) fail("--keep-old needs --rotate");
  const task = asked[0]?.[1] || { kind: "print" };
  const dryRun = parseDryRun(host, values.dryRun);
  if (dryRun !== "none" && task.kind !== "rotate" && task.kind !== "dropOld") {
    fail("--dry-run needs --rotate or --drop-old: nothing else here changes anything");
  }
  const format = parseFormat(values.output);
  if (format !== "raw" && task.kind === "dropOld") fail("--drop-old prints no token to format");
  if (format === "header" && task.kind === "check") {
    fail("--check prints no token: -o json is all it has");
  }
  return { task, format, dryRun };
}

/** The flags that ask for the same. */
export function taskWords({ task }: Pick<TokenConfig, "task">): string[] {
  switch (task.kind) {
    case "print":
      return [];
    case "check":
      return ["--check"];
    case "dropOld":
      return ["--drop-old"];
    case "fresh":
      return [`--duration ${task.seconds}s`];
    case "rotate":
      return ["--rotate", ...(task.keepOld ? ["--keep-old"] : [])];
  }
}

function parseFormat(given: string | undefined): TokenConfig["format"] {
  if (given === undefined) return "raw";
  if (given === "header" || given === "json") return given;
  fail(
    `unable to match a printer suitable for the output format ${
      JSON.stringify(given)
    }, allowed formats are: header,json`,
  );
}

function fail(message: string): never {
  throw new UsageError(message);
}
