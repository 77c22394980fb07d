/** A token that is stored nowhere and ends by itself, from the TokenRequest API. */

import type { KubeClient } from "../../../kube/api/client.ts";
import { type ObjectMeta, pathOf } from "../../../kube/api/resource.ts";
import type { Account } from "../objects/account.ts";
import { serviceAccounts } from "../objects/resources.ts";

export interface BoundToken {
  readonly token: string;
  /** RFC 3339. */
  readonly expires: string;
  /** For how long it is good, in seconds, where that is less than was asked for. */
  readonly shortened?: number;
}

/** Seconds by which clocks and the way there may make a token look shorter than it is. */
const tolerance = 60;

export interface TokenWish {
  /** Undefined leaves it to the API server. */
  readonly seconds?: number;
  /** With which the token ends; it is in the account's namespace. */
  readonly secret?: Pick<ObjectMeta, "name" | "uid">;
}

export async function requestToken(
  client: Pick<KubeClient, "request">,
  account: Account,
  { seconds, secret }: TokenWish,
  now: number,
  signal: AbortSignal,
): Promise<BoundToken> {
  const path = `${pathOf(serviceAccounts, account)}/token`;
  const body = {
    apiVersion: "authentication.k8s.io/v1",
    kind: "TokenRequest",
    spec: {
      ...(seconds === undefined ? {} : { expirationSeconds: seconds }),
      ...(secret ? { boundObjectRef: { apiVersion: "v1", kind: "Secret", ...secret } } : {}),
    },
  };
  const answer = await client.request<{
    readonly spec?: { readonly expirationSeconds?: number };
    readonly status: { readonly token: string; readonly expirationTimestamp: string };
  }>("POST", path, { body, signal });
  const { token, expirationTimestamp: expires } = answer.status;
  const given = Math.round((Date.parse(expires) - now) / 1_000);
  const isShort = seconds !== undefined && given < seconds - tolerance;
  return { token, expires, ...(isShort ? { shortened: given } : {}) };
}
