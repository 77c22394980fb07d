/** `status`: all that can be told of some AppRepositories. */

import { isHealthy } from "../../../apprepo/status/last_runs.ts";
import type { RepositoryStatus } from "../../../apprepo/status/repository_status.ts";
import { ApiError } from "../../../kube/api/errors.ts";
import { openPrinter } from "../../../output/object_printer.ts";
import { connect } from "../../connect.ts";
import type { CommandContext } from "../../context.ts";
import { errorText } from "../../error_text.ts";
import { exitCodes } from "../../exit_codes.ts";
import { parseConfig } from "./config.ts";
import { describeStatus } from "./describe.ts";
import { statusList } from "./document.ts";
import type { StatusValues } from "./flags.ts";
import { look, type StatusTask } from "./status_task.ts";

/** @throws {UsageError} {ConfigError} {ApiError} {ConnectionError} */
export async function runStatus(
  context: CommandContext,
  words: readonly string[],
  values: StatusValues,
): Promise<void> {
  const config = parseConfig(words, values);
  const { format, watch } = config;
  const printer = format.kind === "default" ? undefined : await openPrinter(format);
  const session = await connect(context, values);
  const task = { context, client: session.client, config, printer };
  if (watch) {
    const { watchStatus } = await import("./watch.ts");
    await watchStatus(task, watch);
  } else await showOnce(task);
  session.finish();
}

async function showOnce(task: StatusTask): Promise<void> {
  const { context, config, printer } = task;
  const { host: { stdout, stderr, now }, stop, terminal: { out } } = context;
  const found: RepositoryStatus[] = [];
  for (const name of config.names) {
    try {
      const status = await look(task, name, stop);
      if (!printer) {
        stdout.write((found.length > 0 ? "\n" : "") + describeStatus(status, now(), out));
      }
      found.push(status);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      context.exitCode = exitCodes.error;
      stderr.write(`${errorText(error)}\n`);
    }
  }
  if (printer) stdout.write(printer(statusList(found, now())));
  if (!found.every(isHealthy)) context.exitCode = exitCodes.error;
  const rights = new Set(found.flatMap(({ missingRights }) => missingRights));
  for (const right of rights) stderr.write(`${right}\n`);
}
