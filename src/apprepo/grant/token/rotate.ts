/** A new token in place of the one that senders use, at once or after they have changed. */

import type { KubeClient } from "../../../kube/api/client.ts";
import type { Account } from "../objects/account.ts";
import { change, find, type Made, type Writing } from "../objects/ensure.ts";
import { GrantError } from "../grant_error.ts";
import type { TokenSecret } from "../objects/manifests.ts";
import { secrets, serviceAccounts } from "../objects/resources.ts";
import {
  ensureTokenSecret,
  filledToken,
  secretNumber,
  tokenSecrets,
} from "../objects/token_secrets.ts";

/**
 * Makes a new Secret; the old ones are deleted when the new one holds its token, or kept.
 * @returns the new Secret, and its token unless it is a dry run
 * @throws {GrantError} where there is no such ServiceAccount
 */
export async function rotate(
  client: KubeClient,
  account: Account,
  keepOld: boolean,
  writing: Writing,
  made: (made: Made) => void,
): Promise<{ secret: TokenSecret; token?: string }> {
  const { namespace, name } = account;
  if (!await find(client, serviceAccounts, { metadata: { ...account } }, writing.signal)) {
    throw new GrantError(`there is no ServiceAccount "${name}" in namespace "${namespace}"`);
  }
  const old = await tokenSecrets(client, account, writing.signal);
  const highest = old[0] ? secretNumber(account, old[0])! : 0;
  const fresh = await ensureTokenSecret(client, account, highest + 1, writing);
  made(fresh);
  const secret = fresh.object as TokenSecret;
  const token = writing.dryRun === "none" ? await filledToken(client, secret, writing) : undefined;
  if (!keepOld) await drop(client, old, writing, made);
  return { secret, token };
}

/** Deletes all but the current one. */
export async function dropOld(
  client: KubeClient,
  account: Account,
  writing: Writing,
  made: (made: Made) => void,
): Promise<void> {
  const [, ...old] = await tokenSecrets(client, account, writing.signal);
  await drop(client, old, writing, made);
}

async function drop(
  client: KubeClient,
  old: readonly TokenSecret[],
  writing: Writing,
  made: (made: Made) => void,
): Promise<void> {
  for (const secret of old) {
    const deleted = await change(client, secrets, secret, () => undefined, writing);
    if (deleted) made(deleted);
  }
}
