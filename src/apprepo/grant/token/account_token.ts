/** The token that a webhook's sender shows: that of a ServiceAccount's token Secret. */

import type { KubeClient } from "../../../kube/api/client.ts";
import { ApiError } from "../../../kube/api/errors.ts";
import type { Account } from "../objects/account.ts";
import { secretsAccount, type TokenSecret, tokenSecretType } from "../objects/manifests.ts";
import { secrets } from "../objects/resources.ts";
import { secretName, tokenIn } from "../objects/token_secrets.ts";

/**
 * Of several Secrets the newest counts, as after a rotation.
 * @throws {Error} where there is none that holds a token, and what to do
 * @throws {ApiError} {ConnectionError}
 */
export async function readAccountToken(
  client: Pick<KubeClient, "get" | "list">,
  account: Account,
  signal: AbortSignal,
): Promise<string> {
  const found = await tokenSecrets(client, account, signal);
  const [newest] = found.filter(tokenIn).sort(byAge);
  const { namespace, name } = account;
  if (newest) return headerSafe(tokenIn(newest)!, newest);
  const what = found.length > 0
    ? `the token Secret of ServiceAccount "${name}" in namespace "${namespace}" is still empty`
    : `ServiceAccount "${name}" in namespace "${namespace}" has no token Secret`;
  throw new Error(`${what}\nGet one with: kubectl apprepo grant -n ${namespace}`);
}

/** Somebody may have filled the Secret by hand. */
function headerSafe(token: string, { metadata }: TokenSecret): string {
  if (/^[\x21-\x7e]+$/.test(token)) return token;
  throw new Error(
    `the token in Secret "${metadata.name}" in namespace "${metadata.namespace}" has characters that no HTTP header can carry`,
  );
}

async function tokenSecrets(
  client: Pick<KubeClient, "get" | "list">,
  account: Account,
  signal: AbortSignal,
): Promise<TokenSecret[]> {
  const { namespace, name } = account;
  const query = { fieldSelector: `type=${tokenSecretType}` };
  const found: TokenSecret[] = [];
  try {
    for await (const item of client.list<TokenSecret>(secrets, { namespace }, { query, signal })) {
      if (isOf(account, item)) found.push(item);
    }
    return found;
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== 403) throw error;
    // Who may not list may still read the one that every grant begins with.
    const key = { namespace, name: secretName(account, 1) };
    const first = await client.get<TokenSecret>(secrets, key, { signal }).catch(() => undefined);
    if (first && isOf(account, first)) return [first];
    error.message += `\nThe token of ServiceAccount "${name}" is looked for in its Secret.`;
    throw error;
  }
}

function isOf({ name }: Account, { metadata }: TokenSecret): boolean {
  return metadata.annotations?.[secretsAccount] === name;
}

/** The newest first; the API server's times sort as text. */
function byAge(left: TokenSecret, right: TokenSecret): number {
  const [a, b] = [left, right].map(({ metadata }) => String(metadata["creationTimestamp"] ?? ""));
  return a! < b! ? 1 : a! > b! ? -1 : 0;
}
