/** `revoke`: what was granted, what of it is meant, and what became of it. */

import { BINARY_NAME, PLUGIN_NAME } from "../../../about.ts";
import type { Writing } from "../../../apprepo/grant/objects/ensure.ts";
import { findKubeapps } from "../../../apprepo/kubeapps/find_kubeapps.ts";
import { planRevoke, revoke, type RevokePlan } from "../../../apprepo/grant/revoke/revoke.ts";
import type { RevokeEvents } from "../../../apprepo/grant/revoke/revoke_request.ts";
import { revokeClusterRole } from "../../../apprepo/grant/revoke/revoke_cluster_role.ts";
import { usualName } from "../../../apprepo/grant/objects/account.ts";
import { granteeWords, isAccount } from "../../../apprepo/grant/objects/grantee.ts";
import type { KubeClient } from "../../../kube/api/client.ts";
import type { RevokeValues } from "./flags.ts";
import { confirmGlobal } from "../../confirm.ts";
import { connect } from "../../connect.ts";
import type { CommandContext } from "../../context.ts";
import { parseDryRun } from "../../flags/dry_run.ts";
import { parseGrantee } from "../../flags/grantee_flags.ts";
import { besideUser } from "../../flags/connection_flags.ts";
import { parseTargets } from "../../flags/grant_targets.ts";
import { RevokeReport } from "../../made/revoke_report.ts";

/** @throws {UsageError} {ConfigError} {ApiError} {ConnectionError} what ended it */
export async function runRevoke(
  context: CommandContext,
  words: readonly string[],
  values: RevokeValues,
): Promise<void> {
  const dryRun = parseDryRun(context.host, values.dryRun);
  const session = await connect(context, besideUser(values));
  const { client } = session;
  const { namespace } = client;
  const account = parseGrantee(values, namespace);
  const home = isAccount(account) ? account.namespace : namespace;
  const isAll = words.length === 0 && values.fromNamespace.length === 0;
  const targets = isAll ? undefined : parseTargets(words, values.fromNamespace, home);
  const command = `kubectl ${PLUGIN_NAME} revoke ${[...words, granteeWords(account)].join(" ")}`;
  const report = new RevokeReport(context, dryRun, command);
  const writing = { dryRun, fieldManager: BINARY_NAME, signal: context.stop, timing: context.host };
  try {
    const plan = await planRevoke(client, { account, targets, namespace }, context.stop);
    if (dryRun === "none") await confirmPlan(context, client, plan, values.yes);
    await revokeNow(client, plan, values.deleteClusterrole, writing, report);
  } catch (error) {
    throw report.explain(error);
  }
  report.finish();
  session.finish();
}

async function confirmPlan(
  context: CommandContext,
  client: KubeClient,
  { request, ours }: RevokePlan,
  yes: boolean,
): Promise<void> {
  const touched = new Set([
    ...ours.map(({ metadata }) => metadata.namespace),
    ...request.targets?.map(({ namespace }) => namespace) ?? [],
  ]);
  const { globalNamespaces } = await findKubeapps(client, context.stop);
  const global = globalNamespaces.filter((namespace) => touched.has(namespace));
  await confirmGlobal(context, "revoke", global, yes);
}

async function revokeNow(
  client: KubeClient,
  plan: RevokePlan,
  deletesClusterRole: boolean,
  writing: Writing,
  events: RevokeEvents,
): Promise<void> {
  const deleted = await revoke(client, plan, writing, events);
  if (!deletesClusterRole) return;
  const bound = plan.ours.filter(({ roleRef }) => roleRef.kind === "ClusterRole");
  for (const name of new Set([...bound.map(({ roleRef }) => roleRef.name), usualName])) {
    await revokeClusterRole(client, name, deleted, writing, events);
  }
}
