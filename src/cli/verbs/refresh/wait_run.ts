/** `refresh --wait`. */

import type { KubeClient } from "../../../kube/api/client.ts";
import type { KubeObject } from "../../../kube/api/resource.ts";
import type { CommandContext } from "../../context.ts";
import type { RefreshConfig, WaitConfig } from "./config.ts";
import { refreshAll } from "./refresh_all.ts";
import { RefreshReport, type ReportStyle } from "./report.ts";
import type { Targets } from "./targets.ts";
import { Waiting } from "./wait.ts";
import { WaitReport } from "./wait_report.ts";
import { WaitScreen } from "./wait_screen.ts";

/**
 * @returns whether there was nothing to refresh
 * @throws {UsageError} {ApiError} {ConnectionError} what stopped it before the first repository
 */
export async function refreshAndWait(
  context: CommandContext,
  client: KubeClient,
  targets: Targets,
  style: ReportStyle,
  config: RefreshConfig,
  wait: WaitConfig,
): Promise<boolean> {
  const { host } = context;
  const { printer, quiet, many, namespaces } = style;
  const { format } = config;
  const screen = new WaitScreen(host, { isRedrawn: context.terminal.err.redraws, quiet });
  const output = format.kind === "default" ? "lines" : format.kind === "name" ? "name" : "document";
  const { timeout } = wait;
  const waitReport = new WaitReport(context, { output, quiet, many, namespaces, timeout }, screen);
  const waiting = await Waiting.open(context, client, wait, waitReport);
  // With -o, what is printed is what became of the syncs.
  const silent = printer && (() => "");
  const report = new RefreshReport(context, { ...style, printer: silent }, screen);
  try {
    await refreshAll(context, client, targets.items, report, config, waiting);
    if (!report.isComplete) report.finish();
    await waiting.finish();
  } finally {
    waiting.close();
  }
  waitReport.finish();
  if (output === "document" && printer) {
    // The printers take any object, and this one is a document of ours.
    host.stdout.write(printer({ items: waitReport.items } as unknown as KubeObject));
  }
  return report.isEmpty;
}
