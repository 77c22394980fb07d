/** `webhook-url` in its phases: flags to a configuration, the look into the cluster, the output. */

import { appRepositories } from "../../../apprepo/app_repository.ts";
import { explainNotFound } from "../../../apprepo/not_found.ts";
import { readAccountToken } from "../../../apprepo/grant/token/account_token.ts";
import { checkWebhook } from "../../../apprepo/webhook/check/check.ts";
import type { Verdict } from "../../../apprepo/webhook/check/verdict.ts";
import { endpointNotice } from "../../../apprepo/webhook/endpoint_notice.ts";
import { findBase, type FoundBase } from "../../../apprepo/webhook/find/find_base.ts";
import { checkTarget, refreshPath, type WebhookTarget } from "../../../apprepo/webhook/target.ts";
import type { KubeClient } from "../../../kube/api/client.ts";
import { escapeTerminal } from "../../../output/escape.ts";
import { parseAccount } from "../../flags/account_flags.ts";
import type { WebhookUrlValues } from "./flags.ts";
import { connect, userAgent } from "../../connect.ts";
import type { CommandContext } from "../../context.ts";
import { allowPlainHttp, allowToken } from "./allow.ts";
import { parseConfig } from "./config.ts";
import { printWebhook } from "./output.ts";

/** @throws {UsageError} {ConfigError} {ApiError} {ConnectionError} */
export async function runWebhookUrl(
  context: CommandContext,
  words: readonly string[],
  values: WebhookUrlValues,
): Promise<void> {
  const config = parseConfig(words, values);
  const { host, stop } = context;
  const { client, finish } = await connect(context, values);
  try {
    const { namespace } = client;
    const target = { cluster: values.clusterName, namespace, name: config.name };
    const account = parseAccount(values.serviceaccount, namespace);
    checkTarget(target);
    if (!values.noVerify) await verify(client, target, stop);
    const found = config.baseUrl === undefined ? await findBase(client, target, stop) : undefined;
    if (found) tell(context, found, config.check);
    const baseUrl = config.baseUrl ?? found!.baseUrl;
    const url = baseUrl + refreshPath(target);
    const needsToken = config.withToken || config.check;
    const isShown = config.withToken;
    if (needsToken) await allowToken(context, url, found, { yes: values.yes, isShown });
    else if (found) await allowPlainHttp(context, found, values.yes);
    const waiting = { timing: host, signal: stop };
    const token = needsToken ? (await readAccountToken(client, account, waiting)).token : undefined;
    const webhook = { url, baseUrl, target, account };
    const verdict = config.check && token !== undefined
      ? await checkWebhook(host, client, { ...webhook, token, userAgent: userAgent() }, stop)
      : undefined;
    const shown = config.withToken ? token : undefined;
    printWebhook(host.stdout, config, { ...webhook, found, token: shown, verdict });
    if (verdict) report(context, verdict);
    finish();
  } finally {
    await client.close();
  }
}

async function verify(client: KubeClient, key: WebhookTarget, signal: AbortSignal): Promise<void> {
  try {
    await client.get(appRepositories, key, { signal });
  } catch (error) {
    throw await explainNotFound(error, client, key, signal);
  }
}

/** @throws {Error} where the webhook does not work */
function report({ host }: CommandContext, { outcome, message, advice }: Verdict): void {
  const text = advice === "" ? message : `${message}\n${advice}`;
  if (outcome !== "refreshed") throw new Error(text);
  host.stderr.write(`${escapeTerminal(text)}\n`);
}

/** What there is to know about a base that was found goes to stderr. */
function tell({ host }: CommandContext, found: FoundBase, checked: boolean): void {
  const lines = found.notes.map((note) => `Note: ${note}.`);
  const notice = checked ? undefined : endpointNotice(found);
  if (notice !== undefined) lines.push(notice);
  for (const line of lines) host.stderr.write(`${escapeTerminal(line)}\n`);
}
