/** The token that a webhook's sender shows: that of a ServiceAccount's token Secret. */

import type { KubeClient } from "../../kube/client.ts";
import { ApiError } from "../../kube/errors.ts";
import type { KubeObject, Resource } from "../../kube/resource.ts";

export interface Account {
  readonly namespace: string;
  readonly name: string;
}

export const defaultAccount = "apprepositories-refresh";

const secrets: Resource = {
  group: "",
  version: "v1",
  plural: "secrets",
  kind: "Secret",
  namespaced: true,
};

interface Secret extends KubeObject {
  readonly data?: Readonly<Record<string, string>>;
}

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
  const [newest] = found.filter(({ data }) => data?.["token"]).sort(byAge);
  const text = newest?.data?.["token"];
  const { namespace, name } = account;
  if (text !== undefined) return headerSafe(atob(text), newest!);
  const what = found.length > 0
    ? `the token Secret of ServiceAccount "${name}" in namespace "${namespace}" is still empty`
    : `ServiceAccount "${name}" in namespace "${namespace}" has no token Secret`;
  throw new Error(`${what}\nGet one with: kubectl apprepo grant -n ${namespace}`);
}

/** Somebody may have filled the Secret by hand. */
function headerSafe(token: string, { metadata }: Secret): string {
  if (/^[\x21-\x7e]+$/.test(token)) return token;
  throw new Error(
    `the token in Secret "${metadata.name}" in namespace "${metadata.namespace}" has characters that no HTTP header can carry`,
  );
}

async function tokenSecrets(
  client: Pick<KubeClient, "get" | "list">,
  account: Account,
  signal: AbortSignal,
): Promise<Secret[]> {
  const { namespace, name } = account;
  const query = { fieldSelector: "type=kubernetes.io/service-account-token" };
  const found: Secret[] = [];
  try {
    for await (const item of client.list<Secret>(secrets, { namespace }, { query, signal })) {
      if (isOf(account, item)) found.push(item);
    }
    return found;
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== 403) throw error;
    // Who may not list may still read the one that every grant begins with.
    const key = { namespace, name: `${name}-token` };
    const first = await client.get<Secret>(secrets, key, { signal }).catch(() => undefined);
    if (first && isOf(account, first)) return [first];
    error.message += `\nThe token of ServiceAccount "${name}" is looked for in its Secret.`;
    throw error;
  }
}

function isOf({ name }: Account, { metadata }: Secret): boolean {
  return metadata.annotations?.["kubernetes.io/service-account.name"] === name;
}

/** The newest first; the API server's times sort as text. */
function byAge(left: Secret, right: Secret): number {
  const [a, b] = [left, right].map(({ metadata }) => String(metadata["creationTimestamp"] ?? ""));
  return a! < b! ? 1 : a! > b! ? -1 : 0;
}
