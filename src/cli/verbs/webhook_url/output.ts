/** What `webhook-url` prints on stdout. */

import type { FoundBase } from "../../../apprepo/webhook/find/find_base.ts";
import type { Account } from "../../../apprepo/grant/objects/account.ts";
import { webhookLabel } from "../../../apprepo/webhook/settings/label.ts";
import { tokenPlaceholder, type Webhook } from "../../../apprepo/webhook/settings/settings.ts";
import type { Verdict } from "../../../apprepo/webhook/check/verdict.ts";
import type { WebhookTarget } from "../../../apprepo/webhook/target.ts";
import type { Output } from "../../../host.ts";
import { encodeJson } from "../../../output/json.ts";
import type { WebhookUrlConfig } from "./config.ts";

export interface WebhookResult {
  readonly target: WebhookTarget;
  readonly account: Account;
  readonly baseUrl: string;
  /** Undefined where the base was given. */
  readonly found?: FoundBase;
  readonly url: string;
  /** Undefined where the output is to be without it. */
  readonly token?: string;
  /** Undefined where it was not asked for. */
  readonly verdict?: Verdict;
}

/** The URL alone, the settings of a platform, or everything as JSON. */
export function printWebhook(
  stdout: Output,
  { format, platform }: WebhookUrlConfig,
  result: WebhookResult,
): void {
  const { url, target, token = tokenPlaceholder } = result;
  const webhook: Webhook = {
    url,
    authorization: `Bearer ${token}`,
    label: webhookLabel(target),
  };
  const settings = platform?.(webhook);
  if (format.kind === "json") {
    const parts = { ...allParts(result, webhook), settings: settings?.parts };
    stdout.write(`${encodeJson(parts, "    ")}\n`);
  } else if (settings) stdout.write(settings.text);
  else stdout.write(url + (stdout.isTerminal ? "\n" : ""));
}

function allParts(
  { target, account, baseUrl, found, url, verdict }: WebhookResult,
  webhook: Webhook,
) {
  return {
    url,
    method: "POST",
    headers: { Authorization: webhook.authorization },
    baseUrl,
    ...target,
    serviceAccount: account,
    found: found && {
      by: found.foundIn,
      receiver: found.receiver,
      kubeappsVersion: found.kubeappsVersion,
    },
    check: verdict,
  };
}
