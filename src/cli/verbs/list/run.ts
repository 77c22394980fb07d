/** `list`: AppRepositories with how their syncs stand. */

import { sortBy } from "../../../output/sort_by.ts";
import { connect } from "../../connect.ts";
import type { CommandContext } from "../../context.ts";
import { errorText } from "../../error_text.ts";
import { exitCodes } from "../../exit_codes.ts";
import { type ListConfig, parseConfig } from "./config.ts";
import { findRows, type ListTask } from "./find_rows.ts";
import type { ListValues } from "./flags.ts";
import { openSink } from "./open_sink.ts";
import { asObject, type Row } from "./row.ts";
import type { Sink } from "./sink.ts";

/** @throws {UsageError} {ConfigError} {ApiError} {ConnectionError} */
export async function runList(
  context: CommandContext,
  words: readonly string[],
  values: ListValues,
): Promise<void> {
  const { host } = context;
  const config = parseConfig(words, values);
  const sink = await openSink(context, config, values.showManagedFields);
  const session = await connect(context, values);
  const { client } = session;
  const tell = (trouble: unknown) => {
    if (trouble instanceof Error) context.exitCode = exitCodes.error;
    host.stderr.write(`${trouble instanceof Error ? errorText(trouble) : trouble}\n`);
  };
  const task = { context, client, config, needsSyncs: needsSyncs(config), tell };
  if (config.watch) {
    const { watchRows } = await import("./watch.ts");
    await watchRows(task, sink);
  } else {
    const count = await listRows(task, sink);
    const isTable = config.format.kind === "default" || config.format.kind === "wide";
    if (count === 0 && isTable && config.names.length === 0) {
      host.stderr.write(nothingFound(config, client.namespace));
    }
  }
  session.finish();
}

/** @returns how many there were */
async function listRows(task: ListTask, sink: Sink): Promise<number> {
  const { sortBy: path } = task.config;
  let count = 0;
  try {
    const rows = findRows(task);
    for await (const row of path === undefined ? rows : sorted(rows, path)) {
      sink.add(row);
      count++;
    }
  } catch (error) {
    // What is known is worth something.
    sink.flush();
    throw error;
  }
  sink.end();
  return count;
}

async function* sorted(rows: AsyncIterable<Row>, path: string): AsyncGenerator<Row> {
  const all: Row[] = [];
  for await (const row of rows) all.push(row);
  yield* sortBy(all, path, asObject);
}

/** Names need no more than a list. */
function needsSyncs({ format, results, sortBy }: ListConfig): boolean {
  return format.kind !== "name" || results !== undefined || sortBy !== undefined;
}

function nothingFound({ allNamespaces }: ListConfig, namespace: string): string {
  return allNamespaces ? "No resources found\n" : `No resources found in ${namespace} namespace.\n`;
}
