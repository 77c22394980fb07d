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
import { adopt, isMarked } from "./marks.ts";
import { secrets, typeOf } from "./resources.ts";

/** Milliseconds within which Kubernetes' controller fills a new Secret; usually it takes some 20. */
const fillingTime = 30_000;

export function secretName({ name }: Account, number: number): string {
  return number === 1 ? `${name}-token` : `${name}-token-${number}`;
}

/** @returns the number in the name; undefined where it has another name, or is none of the account's */
export function secretNumber(account: Account, secret: TokenSecret): number | undefined {
  const { name = "" } = secret.metadata;
  if (!isOf(account, secret)) return undefined;
  if (name === secretName(account, 1)) return 1;
  const number = Number(name.slice(secretName(account, 1).length + 1));
  return Number.isInteger(number) && name === secretName(account, number) ? number : undefined;
}

/** The Secrets that hold tokens of one account. */
export interface TokenSecrets {
  /** Those that grant made or adopted, the one with the highest number first. */
  readonly ours: readonly TokenSecret[];
  /** Those that somebody made by hand, or Kubernetes before 1.24 by itself, the newest first. */
  readonly others: readonly TokenSecret[];
}

export async function tokenSecrets(
  client: Pick<KubeClient, "list">,
  account: Account,
  signal: AbortSignal,
): Promise<TokenSecrets> {
  const { namespace } = account;
  const query = { fieldSelector: `type=${tokenSecretType}` };
  const all: TokenSecret[] = [];
  for await (const one of client.list<TokenSecret>(secrets, { namespace }, { query, signal })) {
    // A list leaves out what its items have in common.
    if (isOf(account, one)) all.push({ ...one, ...typeOf(secrets) });
  }
  all.sort((a, b) => rank(account, b) - rank(account, a) || byAge(a, b));
  return { ours: all.filter(isMarked), others: all.filter((secret) => !isMarked(secret)) };
}

/**
 * The one rule for "the token of this account": what grant made counts before anything else, and
 * of that the last rotation's. Whoever prints, checks or ends the token goes by this.
 */
export function currentOf({ ours, others }: TokenSecrets): TokenSecret | undefined {
  return ours[0] ?? others.find(tokenIn) ?? others[0];
}

/** Who may not list Secrets may still read the first. */
export async function visibleTokenSecrets(
  client: Pick<KubeClient, "get" | "list">,
  account: Account,
  signal: AbortSignal,
): Promise<TokenSecrets> {
  try {
    return await tokenSecrets(client, account, signal);
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== 403) throw error;
    const first = await firstTokenSecret(client, account, signal);
    return { ours: first ? [first] : [], others: [] };
  }
}

/** The one that every grant begins with. @returns undefined where there is none */
export async function firstTokenSecret(
  client: Pick<KubeClient, "get">,
  account: Account,
  signal: AbortSignal,
): Promise<TokenSecret | undefined> {
  const metadata = { namespace: account.namespace, name: secretName(account, 1) };
  const first = await find<TokenSecret>(client, secrets, { metadata }, signal);
  return first && isOf(account, first) ? first : undefined;
}

function isOf({ name }: Account, { type, metadata }: TokenSecret): boolean {
  return type === tokenSecretType && metadata.annotations?.[secretsAccount] === name;
}

function rank(account: Account, secret: TokenSecret): number {
  return isMarked(secret) ? secretNumber(account, secret) ?? 0 : 0;
}

/** The newest first; the API server's times sort as text. */
function byAge(left: TokenSecret, right: TokenSecret): number {
  const [a, b] = [left, right].map(({ metadata }) => String(metadata["creationTimestamp"] ?? ""));
  return a! < b! ? 1 : a! > b! ? -1 : 0;
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
  client: Pick<KubeClient, "get">,
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
