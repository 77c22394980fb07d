/** `harbor apply`: the URL and its token from the cluster, the webhook in Harbor, what became of it. */

import { commandWord } from "../../../../apprepo/command_word.ts";
import { lockSeen } from "../../../../apprepo/grant/lock/lock_seen.ts";
import type { Account } from "../../../../apprepo/grant/objects/account.ts";
import { readAccountToken } from "../../../../apprepo/grant/token/account_token.ts";
import { applyPolicy } from "../../../../apprepo/harbor/apply_policy.ts";
import { checkSent } from "../../../../apprepo/harbor/check_sent.ts";
import type { WantedPolicy } from "../../../../apprepo/harbor/wanted_policy.ts";
import { webhookLabel } from "../../../../apprepo/webhook/settings/label.ts";
import type { KubeClient } from "../../../../kube/api/client.ts";
import { escapeTerminal } from "../../../../output/escape.ts";
import { formatWarning } from "../../../../output/style.ts";
import { confirm } from "../../../confirm.ts";
import { connect } from "../../../connect.ts";
import type { CommandContext } from "../../../context.ts";
import { parseGranted } from "../../../flags/account_flags.ts";
import { openProject } from "../../../harbor/open_project.ts";
import { allowToken } from "../../../webhook/allow.ts";
import { locate } from "../../../webhook/locate.ts";
import { tryUrl } from "../../../webhook/try_url.ts";
import { type ApplyConfig, parseConfig } from "./config.ts";
import type { ApplyValues } from "./flags.ts";
import { report } from "./report.ts";

/** @throws {UsageError} {ConfigError} {HarborError} {GrantError} {ApiError} {ConnectionError} */
export async function runApply(
  context: CommandContext,
  words: readonly string[],
  values: ApplyValues,
): Promise<void> {
  const config = parseConfig(context, words, values);
  const { project, words: where, info, close } = await openProject(context, values);
  const session = await connect(context, values);
  try {
    const wanted = await wantedPolicy(context, session.client, config, values);
    checkSent(await info(), project.address);
    const applied = await applyPolicy(project, wanted, {
      dryRun: config.dryRun !== "none",
      moving: (from, to) => confirmMove(context, wanted.name, from, to, values.yes),
      doubling: (twins) => confirmTwin(context, twins, values.yes),
    });
    await report(context, config, { project, where, wanted, applied });
    session.finish();
  } finally {
    close();
    await session.client.close();
  }
}

/** Harbor shows it to everybody who may read the project's webhooks. */
function warnUnlocked({ host, terminal }: CommandContext, { namespace, name }: Account): void {
  const text =
    `ServiceAccount ${namespace}:${name} has no lock: whoever reads the token in Harbor can do more than refresh\nTo lock it: kubectl apprepo grant -n ${namespace} with the names and flags of the first time`;
  host.stderr.write(formatWarning(text, terminal.err.colour));
}

function confirmMove(
  context: CommandContext,
  name: string,
  from: string,
  to: string,
  yes: boolean,
): Promise<void> {
  const what =
    `Webhook "${name}" calls ${from}, and is going to call ${to} instead: is it the same Kubeapps?`;
  return confirm(context, escapeTerminal(what), yes);
}

function confirmTwin(
  context: CommandContext,
  [twin = ""]: readonly string[],
  yes: boolean,
): Promise<void> {
  const what =
    `Webhook "${twin}" calls the same URL already, and a second one tells of each push twice.\nTo make that one right instead, run this again with --policy ${
      commandWord(twin)
    }`;
  return confirm(context, escapeTerminal(what), yes);
}

async function wantedPolicy(
  context: CommandContext,
  client: KubeClient,
  config: ApplyConfig,
  values: ApplyValues,
): Promise<WantedPolicy> {
  const { host, stop: signal } = context;
  const { namespace } = client;
  const target = { cluster: values.clusterName, namespace, name: config.name };
  const account = parseGranted(values.serviceaccount, namespace);
  const located = await locate(context, client, target, {
    baseUrl: config.baseUrl,
    verify: true,
    isTried: !values.noCheck,
  });
  const { url, found } = located;
  const { allowHttp } = values;
  // A dry run gives it to nobody.
  const yes = values.yes || config.dryRun !== "none";
  await allowToken(context, url, found, { yes, allowHttp, isShown: true });
  if (!values.noCheck) await tryUrl(context, located.baseUrl, target, values.skipCertVerify);
  if (await lockSeen(client, account, signal) === "missing") warnUnlocked(context, account);
  const { token } = await readAccountToken(client, account, { timing: host, signal });
  return {
    name: values.policy ?? webhookLabel(target),
    leadsTo: target,
    url,
    authorization: `Bearer ${token}`,
    events: config.events,
    payloadFormat: config.payloadFormat,
    skipCertVerify: values.skipCertVerify,
  };
}
