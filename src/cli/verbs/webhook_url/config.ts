/** What a command line of `webhook-url` asks for. */

import { parseBaseUrl } from "../../../apprepo/webhook/base_url.ts";
import { senderCalled } from "../../../apprepo/hook/senders.ts";
import { platforms, unfit } from "../../../apprepo/webhook/settings/platforms.ts";
import type { Platform } from "../../../apprepo/webhook/settings/settings.ts";
import { type Format, parseFormat } from "../../../output/format.ts";
import type { WebhookUrlValues } from "./flags.ts";
import { UsageError } from "../../usage_error.ts";
import { oneName } from "../../webhook/one_name.ts";

export interface WebhookUrlConfig {
  readonly name: string;
  /** Undefined where it is to be found in the cluster. */
  readonly baseUrl?: string;
  readonly format: Format;
  readonly platform?: Platform;
  readonly withToken: boolean;
  readonly check: boolean;
}

/** @throws {UsageError} {FormatError} {Error} */
export function parseConfig(
  words: readonly string[],
  values: WebhookUrlValues,
): WebhookUrlConfig {
  const format = parseFormat(values.output, ["json"]);
  const platform = values.for === undefined ? undefined : parsePlatform(values.for);
  if (values.withToken && platform === undefined && format.kind === "default") {
    throw new UsageError("--with-token needs --for or -o json: the URL itself holds no token");
  }
  if (values.check && values.noVerify) {
    throw new UsageError(
      "--check looks at the AppRepository before and after, so --no-verify makes no sense with it",
    );
  }
  return {
    name: oneName(words),
    baseUrl: values.baseUrl === undefined ? undefined : parseBaseUrl(values.baseUrl),
    format,
    platform,
    withToken: values.withToken,
    check: values.check,
  };
}

function parsePlatform(name: string): Platform {
  const platform = Object.hasOwn(platforms, name) ? platforms[name] : undefined;
  if (platform) return platform;
  const why = Object.hasOwn(unfit, name) ? unfit[name] : undefined;
  if (why !== undefined) throw new UsageError(`there are no settings for ${name}: ${why}`);
  const sender = senderCalled(name);
  if (sender && !["standard", "hmac", "header"].includes(sender)) {
    throw new UsageError(
      `${name} can't send a token: kubectl apprepo hook create NAME --from ${sender} makes it a way in`,
    );
  }
  const known = Object.keys(platforms).join(", ");
  throw new UsageError(`--for ${JSON.stringify(name)} is none of: ${known}`);
}
