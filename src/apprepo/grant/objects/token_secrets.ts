/**
 * The Secrets in which Kubernetes keeps an account's tokens. The first is called `<account>-token`,
 * those that followed it in a rotation `-2`, `-3` and so on after that: the highest is current.
 */

import type { KubeClient } from "../../../kube/api/client.ts";
import { ApiError } from "../../../kube/api/errors.ts";
import type { Account } from "./account.ts";
import { ensure, find, type Made, type Writing } from "./ensure.ts";
import { GrantError } from "../grant_error.ts";
import { secretsAccount, type TokenSecret, tokenSecret, tokenSecretType } from "./manifests.ts";
import { adopt, markSelector } from "./marks.ts";
import { secrets, typeOf } from "./resources.ts";

/** Milliseconds within which Kubernetes' controller fills a new Secret; usually it takes some 20. */
const fillingTime = 30_000;

export function secretName({ name }: Account, number: number): string {
  return number === 1 ? `${name}-token` : `${name}-token-${number}`;
}

/** @returns the number in the name; undefined where the Secret is none of the account's */
export function secretNumber(account: Account, secret: TokenSecret): number | undefined {
  const { name = "", annotations = {} } = secret.metadata;
  if (secret.type !== tokenSecretType || annotations[secretsAccount] !== account.name) return;
  if (name === secretName(account, 1)) return 1;
  const number = Number(name.slice(secretName(account, 1).length + 1));
  return Number.isInteger(number) && name === secretName(account, number) ? number : undefined;
}

/** The account's token Secrets that grant made or adopted, the current one first. */
export async function tokenSecrets(
  client: KubeClient,
  account: Account,
  signal: AbortSignal,
): Promise<TokenSecret[]> {
  const { namespace } = account;
  const query = { labelSelector: markSelector, fieldSelector: `type=${tokenSecretType}` };
  const found = await Array.fromAsync(
    client.list<TokenSecret>(secrets, { namespace }, { query, signal }),
  );
  // A list leaves out what its items have in common.
  return found.map((secret) => ({ ...secret, ...typeOf(secrets) }))
    .filter((secret) => secretNumber(account, secret) !== undefined)
    .sort((a, b) => secretNumber(account, b)! - secretNumber(account, a)!);
}

/** Who may not list Secrets may still read the one that every grant begins with. */
export async function currentTokenSecret(
  client: KubeClient,
  account: Account,
  signal: AbortSignal,
): Promise<TokenSecret | undefined> {
  try {
    return (await tokenSecrets(client, account, signal))[0];
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== 403) throw error;
    const metadata = { namespace: account.namespace, name: secretName(account, 1) };
    const first = await find<TokenSecret>(client, secrets, { metadata }, signal);
    return first && secretNumber(account, first) !== undefined ? first : undefined;
  }
}

/** Makes the Secret with that number, or adopts it where it is there. */
export function ensureTokenSecret(
  client: KubeClient,
  account: Account,
  number: number,
  writing: Writing,
): Promise<Made> {
  const desired = tokenSecret(account, secretName(account, number));
  return ensure<TokenSecret>(client, secrets, desired, (existing) => {
    if (secretNumber(account, existing) !== undefined) return adopt(existing);
    const { name, namespace } = existing.metadata;
    throw new GrantError(
      `Secret "${name}" in namespace "${namespace}" is no token of ServiceAccount "${account.name}", and its name is needed for one\nRename or delete it, or grant to another ServiceAccount with --serviceaccount.`,
    );
  }, writing);
}

/**
 * Waits until Kubernetes has put the token in.
 * @throws {GrantError} where it does not
 */
export async function filledToken(
  client: KubeClient,
  { metadata }: Pick<TokenSecret, "metadata">,
  { timing, signal }: Pick<Writing, "timing" | "signal">,
): Promise<string> {
  const until = timing.now() + fillingTime;
  for (let pause = 20;; pause = Math.min(pause * 2, 1_000)) {
    const secret = await find<TokenSecret>(client, secrets, { metadata }, signal);
    const token = secret && tokenIn(secret);
    if (token) return token;
    const { name, namespace } = metadata;
    if (!secret) {
      throw new GrantError(
        `Secret "${name}" in namespace "${namespace}" was deleted before it held a token\nKubernetes does that where the ServiceAccount was deleted and made again: run the same command again.`,
      );
    }
    if (timing.now() > until) {
      throw new GrantError(
        `Secret "${name}" in namespace "${namespace}" holds no token after ${
          fillingTime / 1_000
        } seconds\nIs kube-controller-manager running? When it fills the Secret, kubectl apprepo token prints it.`,
      );
    }
    await timing.sleep(pause, signal);
  }
}

export function tokenIn({ data }: TokenSecret): string | undefined {
  return data?.["token"] ? atob(data["token"]) : undefined;
}
