/** `hook delete`: what is to be taken back, asked for where it concerns everybody, and what became of it. */

import { BINARY_NAME, PLUGIN_NAME } from "../../../../about.ts";
import { deleteHook } from "../../../../apprepo/hook/delete_hook.ts";
import { HookError, NoHook } from "../../../../apprepo/hook/hook_error.ts";
import { findKubeapps } from "../../../../apprepo/kubeapps/find_kubeapps.ts";
import type { KubeClient } from "../../../../kube/api/client.ts";
import { ApiError } from "../../../../kube/api/errors.ts";
import { confirmGlobal } from "../../../confirm.ts";
import { connect } from "../../../connect.ts";
import type { CommandContext } from "../../../context.ts";
import { parseDryRun } from "../../../flags/dry_run.ts";
import { errorText } from "../../../error_text.ts";
import { exitCodes } from "../../../exit_codes.ts";
import { hookNames } from "../../../hook/hook_name.ts";
import { RevokeReport } from "../../../made/revoke_report.ts";
import { UsageError } from "../../../usage_error.ts";
import type { DeleteValues } from "./flags.ts";

/** @throws {UsageError} {ConfigError} {HookError} {ApiError} {ConnectionError} what ended it */
export async function runDelete(
  context: CommandContext,
  words: readonly string[],
  values: DeleteValues,
): Promise<void> {
  const { host, stop: signal } = context;
  const names = hookNames(words);
  if (names.length === 0) throw new UsageError("the name of a hook is required");
  const dryRun = parseDryRun(host, values.dryRun);
  const session = await connect(context, values);
  const { client } = session;
  const { namespace } = client;
  const writing = { dryRun, fieldManager: BINARY_NAME, signal, timing: host };
  const remove = async (name: string) => {
    const command = `kubectl ${PLUGIN_NAME} hook delete ${name} -n ${namespace}`;
    const report = new RevokeReport(context, dryRun, command);
    try {
      await deleteHook(client, { namespace, name }, writing, report);
      report.finish();
    } catch (error) {
      if (values.ignoreNotFound && error instanceof NoHook) return;
      throw report.explain(error);
    }
  };
  try {
    if (dryRun === "none") await confirmEnd(context, client, values.yes);
    if (names.length === 1) await remove(names[0]!);
    else for (const name of names) await remove(name).catch((error) => tell(context, name, error));
  } finally {
    await client.close();
  }
  session.finish();
}

async function confirmEnd(context: CommandContext, client: KubeClient, yes: boolean) {
  const { globalNamespaces } = await findKubeapps(client, context.stop);
  const global = globalNamespaces.filter((one) => one === client.namespace);
  await confirmGlobal(context, "revoke", global, yes);
}

/** What became of one; the others have their turn. @throws what ends them, too */
function tell(context: CommandContext, name: string, error: unknown): void {
  if (!(error instanceof HookError || error instanceof ApiError)) throw error;
  context.exitCode = exitCodes.error;
  const which = error instanceof NoHook ? "" : `hook ${JSON.stringify(name)}: `;
  context.host.stderr.write(`${which}${errorText(error)}\n`);
}
