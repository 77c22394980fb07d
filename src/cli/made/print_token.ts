/** The one place that prints tokens. */

import type { Account } from "../../apprepo/grant/objects/account.ts";
import type { Output } from "../../host.ts";
import { encodeJson } from "../../output/json.ts";

export interface FoundToken {
  readonly account: Account;
  readonly token: string;
  /** The Secret that keeps it. */
  readonly secret?: string;
  /** RFC 3339; without it, the token lasts until it is revoked. */
  readonly expires?: string;
}

/** The token alone, as `kubectl create token` prints it: with a line break on a terminal only. */
export function printToken(stdout: Output, token: string): void {
  stdout.write(stdout.isTerminal ? `${token}\n` : token);
}

export function writeToken(
  stdout: Output,
  { account, token, secret, expires }: FoundToken,
  format: "raw" | "header" | "json",
): void {
  if (format === "raw") return printToken(stdout, token);
  if (format === "header") return printToken(stdout, `Authorization: Bearer ${token}`);
  const { namespace, name } = account;
  const value = {
    namespace,
    serviceAccount: name,
    secret,
    token,
    expirationTimestamp: expires ?? null,
  };
  stdout.write(`${encodeJson(value, "    ")}\n`);
}
