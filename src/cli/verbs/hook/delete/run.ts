/** `hook delete`: what is to be taken back, asked for where it concerns everybody, and what became of it. */

import { BINARY_NAME, PLUGIN_NAME } from "../../../../about.ts";
import { deleteHook } from "../../../../apprepo/hook/delete_hook.ts";
import { HookError } from "../../../../apprepo/hook/hook_error.ts";
import { findKubeapps } from "../../../../apprepo/kubeapps/find_kubeapps.ts";
import { confirmGlobal } from "../../../confirm.ts";
import { connect } from "../../../connect.ts";
import type { CommandContext } from "../../../context.ts";
import { parseDryRun } from "../../../flags/dry_run.ts";
import { withAdvice } from "../../../forbidden_advice.ts";
import { hookName } from "../../../hook/hook_name.ts";
import { RevokeReport } from "../../../made/revoke_report.ts";
import type { DeleteValues } from "./flags.ts";

/** @throws {UsageError} {ConfigError} {HookError} {ApiError} {ConnectionError} what ended it */
export async function runDelete(
  context: CommandContext,
  words: readonly string[],
  values: DeleteValues,
): Promise<void> {
  const { host, stop: signal } = context;
  const name = hookName(words);
  const dryRun = parseDryRun(host, values.dryRun);
  const session = await connect(context, values);
  const { client } = session;
  const { namespace } = client;
  const command = `kubectl ${PLUGIN_NAME} hook delete ${name} -n ${namespace}`;
  const report = new RevokeReport(context, dryRun, command);
  const writing = { dryRun, fieldManager: BINARY_NAME, signal, timing: host };
  try {
    if (dryRun === "none") {
      const { globalNamespaces } = await findKubeapps(client, signal);
      const global = globalNamespaces.filter((one) => one === namespace);
      await confirmGlobal(context, "revoke", global, values.yes);
    }
    await deleteHook(client, { namespace, name }, writing, report);
    report.finish();
  } catch (error) {
    if (!(values.ignoreNotFound && error instanceof HookError)) throw withAdvice(error, command);
  } finally {
    await client.close();
  }
  session.finish();
}
