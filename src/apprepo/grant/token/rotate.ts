/** A new token in place of the one that senders use, at once or after they have changed. */

import type { KubeClient } from "../../../kube/api/client.ts";
import type { Account } from "../objects/account.ts";
import { change, find, type Made, type Writing } from "../objects/ensure.ts";
import { GrantError } from "../grant_error.ts";
import type { TokenSecret } from "../objects/manifests.ts";
import { adopt, isMarked } from "../objects/marks.ts";
import { secrets, serviceAccounts } from "../objects/resources.ts";
import {
  currentOf,
  ensureTokenSecret,
  filledToken,
  secretNumber,
  tokenSecrets,
} from "../objects/token_secrets.ts";

export interface RotateEvents {
  made(made: Made): void;
  /** A Secret that grant did not make holds another token of the account, which stays good. */
  stays(secret: TokenSecret): void;
}

/**
 * Makes a new Secret; the old ones are deleted when the new one holds its token, or kept. An old
 * one that grant did not make is among them where it held the current token.
 * @returns the new Secret, and its token unless it is a dry run
 * @throws {GrantError} where there is no such ServiceAccount
 */
export async function rotate(
  client: KubeClient,
  account: Account,
  keepOld: boolean,
  writing: Writing,
  events: RotateEvents,
): Promise<{ secret: TokenSecret; token?: string }> {
  const { namespace, name } = account;
  if (!await find(client, serviceAccounts, { metadata: { ...account } }, writing.signal)) {
    throw new GrantError(`there is no ServiceAccount "${name}" in namespace "${namespace}"`);
  }
  const there = await tokenSecrets(client, account, writing.signal);
  const current = currentOf(there);
  const old = there.ours.length === 0 && current ? [current] : there.ours;
  const all = [...there.ours, ...there.others];
  const highest = Math.max(0, ...all.map((secret) => secretNumber(account, secret) ?? 0));
  const fresh = await ensureTokenSecret(client, account, highest + 1, writing);
  events.made(fresh);
  const secret = fresh.object as TokenSecret;
  const token = writing.dryRun === "none" ? await filledToken(client, secret, writing) : undefined;
  if (keepOld) await keep(client, old, writing, events);
  else await drop(client, old, writing, events);
  there.others.filter((other) => !old.includes(other)).forEach((other) => events.stays(other));
  return { secret, token };
}

/** Marks what is to be dropped later. What something else manages can't be. */
async function keep(
  client: KubeClient,
  old: readonly TokenSecret[],
  writing: Writing,
  events: RotateEvents,
): Promise<void> {
  for (const secret of old) {
    if (isMarked(secret)) continue;
    const adopted = await change(client, secrets, secret, adopt, writing);
    if (adopted) events.made(adopted);
    else events.stays(secret);
  }
}

/** Deletes all that grant made or adopted but the current one. */
export async function dropOld(
  client: KubeClient,
  account: Account,
  writing: Writing,
  events: RotateEvents,
): Promise<void> {
  const there = await tokenSecrets(client, account, writing.signal);
  await drop(client, there.ours.slice(1), writing, events);
  const current = currentOf(there);
  there.others.filter((other) => other !== current).forEach((other) => events.stays(other));
}

async function drop(
  client: KubeClient,
  old: readonly TokenSecret[],
  writing: Writing,
  events: RotateEvents,
): Promise<void> {
  for (const secret of old) {
    const deleted = await change(client, secrets, secret, () => undefined, writing);
    if (deleted) events.made(deleted);
  }
}
