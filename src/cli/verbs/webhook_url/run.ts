/** `webhook-url` in its phases: flags to a configuration, the look into the cluster, the output. */

import { readAccountToken } from "../../../apprepo/grant/token/account_token.ts";
import { checkWebhook } from "../../../apprepo/webhook/check/check.ts";
import type { Verdict } from "../../../apprepo/webhook/check/verdict.ts";
import { escapeTerminal } from "../../../output/escape.ts";
import { parseGranted } from "../../flags/account_flags.ts";
import type { WebhookUrlValues } from "./flags.ts";
import { connect, userAgent } from "../../connect.ts";
import type { CommandContext } from "../../context.ts";
import { allowPlainHttp, allowToken } from "../../webhook/allow.ts";
import { locate } from "../../webhook/locate.ts";
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
    const account = parseGranted(values.serviceaccount, namespace);
    const { url, baseUrl, found } = await locate(context, client, target, {
      baseUrl: config.baseUrl,
      verify: !values.noVerify,
      isTried: config.check,
    });
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

/** @throws {Error} where the webhook does not work */
function report({ host }: CommandContext, { outcome, message, advice }: Verdict): void {
  const text = advice === "" ? message : `${message}\n${advice}`;
  if (outcome !== "refreshed") throw new Error(text);
  host.stderr.write(`${escapeTerminal(text)}\n`);
}
