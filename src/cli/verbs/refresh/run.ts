/** `refresh` in its phases: flags to a configuration, the configuration to work, work to a report. */

import type { KubeClient } from "../../../kube/api/client.ts";
import { openPrinter } from "../../../output/object_printer.ts";
import { Progress } from "../../../output/progress.ts";
import { connect } from "../../connect.ts";
import type { CommandContext } from "../../context.ts";
import type { Selection } from "../../flags/selection.ts";
import { parseConfig, type RefreshConfig } from "./config.ts";
import type { RefreshValues } from "./flags.ts";
import { refreshAll } from "./refresh_all.ts";
import { RefreshReport, type ReportStyle } from "./report.ts";
import { type Targets, targetsOf } from "./targets.ts";

/** @throws {UsageError} {ConfigError} {ApiError} {ConnectionError} what stopped it before the first repository */
export async function runRefresh(
  context: CommandContext,
  words: readonly string[],
  values: RefreshValues,
): Promise<void> {
  const config = parseConfig(context.host, words, values);
  const printer = config.format.kind === "default"
    ? undefined
    : await openPrinter(config.format, { showManagedFields: values.showManagedFields });
  const session = await connect(context, values);
  const { client } = session;
  const targets = await targetsOf(context, client, config.selection, values);
  const style = {
    printer,
    dryRun: config.dryRun,
    quiet: values.quiet,
    many: targets.many,
    brief: config.selection.kind === "list",
    namespaces: targets.namespaces,
  };
  const { wait } = config;
  const isEmpty = wait
    ? await (await import("./wait_run.ts"))
      .refreshAndWait(context, client, targets, style, config, wait)
    : await refreshOnly(context, client, targets, style, config);
  if (isEmpty) context.host.stderr.write(nothingFound(config.selection, client.namespace));
  session.finish();
}

/** @returns whether there was nothing to refresh */
async function refreshOnly(
  context: CommandContext,
  client: KubeClient,
  targets: Targets,
  style: ReportStyle,
  config: RefreshConfig,
): Promise<boolean> {
  const { host: { stderr }, terminal: { err } } = context;
  const progress = new Progress(stderr, targets.many && err.redraws, err.columns);
  const report = new RefreshReport(context, style, progress);
  await refreshAll(context, client, targets.items, report, config);
  report.finish();
  return report.isEmpty;
}

function nothingFound(selection: Selection, namespace: string): string {
  const everywhere = selection.kind === "list" && selection.allNamespaces;
  return everywhere ? "No resources found\n" : `No resources found in ${namespace} namespace.\n`;
}
