/** `refresh` in its phases: flags to a configuration, the configuration to work, work to a report. */

import { concurrently } from "../../../apprepo/refresh/concurrently.ts";
import { adviceWhereNotFound, explainMissingType } from "../../../apprepo/not_found.ts";
import type { RepositoryKey } from "../../../apprepo/app_repository.ts";
import { OutcomeUnknown, refresh } from "../../../apprepo/refresh/refresh.ts";
import type { RefreshOptions } from "../../../apprepo/refresh/refresh_options.ts";
import { Silence } from "../../../apprepo/refresh/silence.ts";
import { ClosedOutputError } from "../../../host.ts";
import type { KubeClient } from "../../../kube/api/client.ts";
import { ApiError } from "../../../kube/api/errors.ts";
import { type Format, parseFormat } from "../../../output/format.ts";
import { openPrinter } from "../../../output/object_printer.ts";
import { Progress } from "../../../output/progress.ts";
import type { RefreshValues } from "./flags.ts";
import { connect } from "../../connect.ts";
import { type CommandContext, Interrupted } from "../../context.ts";
import { parseDryRun } from "../../flags/dry_run.ts";
import { RefreshReport } from "./report.ts";
import { parseSelection, type Selection } from "../../flags/selection.ts";
import { type Target, targetsOf } from "./targets.ts";
import { UsageError } from "../../usage_error.ts";

interface RefreshConfig {
  readonly selection: Selection;
  readonly format: Format;
  readonly dryRun: RefreshOptions["dryRun"];
  readonly concurrency: number;
}

/** @throws {UsageError} {ConfigError} {ApiError} {ConnectionError} what stopped it before the first repository */
export async function runRefresh(
  context: CommandContext,
  words: readonly string[],
  values: RefreshValues,
): Promise<void> {
  const config = parseConfig(context, words, values);
  const printer = config.format.kind === "default"
    ? undefined
    : await openPrinter(config.format, { showManagedFields: values.showManagedFields });
  const session = await connect(context, values);
  const { client } = session;
  const targets = await targetsOf(context, client, config.selection, values);
  const report = new RefreshReport(context, {
    printer,
    dryRun: config.dryRun,
    quiet: values.quiet,
    many: targets.many,
    brief: config.selection.kind === "list",
    namespaces: targets.namespaces,
  }, new Progress(context.host.stderr, targets.many && context.host.stderr.isTerminal));
  await refreshAll(context, client, targets.items, report, config, values.fieldManager);
  report.finish();
  if (report.isEmpty) context.host.stderr.write(nothingFound(config.selection, client.namespace));
  session.finish();
}

function parseConfig(
  { host }: CommandContext,
  words: readonly string[],
  values: RefreshValues,
): RefreshConfig {
  if (values.concurrency < 1) throw new UsageError("--concurrency must be 1 or more");
  return {
    selection: parseSelection(words, values),
    format: parseFormat(values.output, ["json", "jsonpath", "jsonpath-as-json", "name", "yaml"]),
    dryRun: parseDryRun(host, values.dryRun),
    concurrency: values.concurrency,
  };
}

async function refreshAll(
  context: CommandContext,
  client: KubeClient,
  targets: AsyncIterable<Target>,
  report: RefreshReport,
  config: RefreshConfig,
  fieldManager: string,
): Promise<void> {
  const { host, stop, cut } = context;
  const options = { dryRun: config.dryRun, fieldManager, stop, cut };
  const explain = explainer(client, stop);
  const silence = new Silence(host);
  async function work({ key, known }: Target): Promise<void> {
    try {
      stop.throwIfAborted();
      silence.check();
      const refreshed = await refresh(client, key, options, host, known);
      silence.end();
      report.refreshed(key, refreshed);
    } catch (error) {
      const isUnknown = error instanceof OutcomeUnknown;
      const reason = isUnknown ? error.reason : error;
      if (reason instanceof Interrupted) return report.interrupted(key, isUnknown);
      if (reason instanceof ClosedOutputError) throw reason;
      silence.note(reason);
      report.failed(key, await explain(key, reason), isUnknown);
    }
  }
  try {
    await concurrently(targets, config.concurrency, work);
  } catch (error) {
    if (error instanceof ClosedOutputError || report.isEmpty) throw error;
    report.brokeOff(error);
  }
}

/** Adds advice to errors that have some; what holds for all of them is said once. */
function explainer(client: KubeClient, stop: AbortSignal) {
  const said = new Set<string>();
  return async function explain(key: RepositoryKey, error: unknown): Promise<unknown> {
    const explained = explainMissingType(error);
    if (!(explained instanceof ApiError) || explained.code !== 404) return explained;
    const advice = await adviceWhereNotFound(client, key, stop);
    if (said.has(advice)) return explained;
    said.add(advice);
    explained.message += `\n${advice}`;
    return explained;
  };
}

function nothingFound(selection: Selection, namespace: string): string {
  const everywhere = selection.kind === "list" && selection.allNamespaces;
  return everywhere ? "No resources found\n" : `No resources found in ${namespace} namespace.\n`;
}
