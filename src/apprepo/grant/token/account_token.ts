/** The token that a webhook's sender shows: that of a ServiceAccount's token Secret. */

import type { KubeClient } from "../../../kube/api/client.ts";
import { ApiError } from "../../../kube/api/errors.ts";
import { type Account, accountWords } from "../objects/account.ts";
import type { Writing } from "../objects/ensure.ts";
import { GrantError } from "../grant_error.ts";
import {
  currentOf,
  filledToken,
  type TokenSecrets,
  visibleTokenSecrets,
} from "../objects/token_secrets.ts";

export interface AccountToken {
  readonly token: string;
  /** Name of the Secret that keeps it. */
  readonly secret: string;
}

/**
 * Reads the token that currentOf() names; waits until Kubernetes has put it into a new Secret.
 * @throws {GrantError} where there is none, and what to do
 * @throws {ApiError} {ConnectionError}
 */
export async function readAccountToken(
  client: Pick<KubeClient, "get" | "list">,
  account: Account,
  waiting: Pick<Writing, "timing" | "signal">,
): Promise<AccountToken> {
  const current = currentOf(await secretsOf(client, account, waiting.signal));
  const { namespace, name } = account;
  if (!current) {
    const words = accountWords(account);
    throw new GrantError(
      `ServiceAccount "${name}" in namespace "${namespace}" has no token Secret\nMake one with: kubectl apprepo grant ${words}\nOr print one that ends by itself: kubectl apprepo token ${words} --duration 24h`,
    );
  }
  const token = await filledToken(client, current, waiting);
  const secret = current.metadata.name ?? "";
  // Somebody may have filled the Secret by hand.
  if (/^[\x21-\x7e]+$/.test(token)) return { token, secret };
  throw new GrantError(
    `the token in Secret "${secret}" in namespace "${namespace}" has characters that no HTTP header can carry`,
  );
}

async function secretsOf(
  client: Pick<KubeClient, "get" | "list">,
  account: Account,
  signal: AbortSignal,
): Promise<TokenSecrets> {
  try {
    return await visibleTokenSecrets(client, account, signal);
  } catch (error) {
    if (error instanceof ApiError && error.code === 403) {
      error.message +=
        `\nThe token of ServiceAccount "${account.name}" is looked for in its Secret.`;
    }
    throw error;
  }
}
