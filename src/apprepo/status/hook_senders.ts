/** Which of those that may refresh a repository are hooks, and of which senders. */

import type { KubeClient } from "../../kube/api/client.ts";
import { ApiError } from "../../kube/api/errors.ts";
import type { Account } from "../grant/objects/account.ts";
import { secrets } from "../grant/objects/resources.ts";
import { hookNameOf, isHookName } from "../hook/hook.ts";
import { type HookSecret, HookSecretFault, readHookSecret } from "../hook/hook_secret.ts";
import type { SenderName } from "../hook/senders.ts";
import type { Refresher } from "./refreshers.ts";

/** A refresher that has no token: the receiver speaks for it. */
export interface HookSender {
  readonly name: string;
  /** Undefined where its Secret can't be read. */
  readonly from?: SenderName;
}

/** @param namespace of the repository: a hook refreshes in its own alone */
export async function withHooks<T extends Pick<Refresher, "account">>(
  client: Pick<KubeClient, "get">,
  namespace: string,
  refreshers: readonly T[],
  signal: AbortSignal,
): Promise<(T & { readonly hook?: HookSender })[]> {
  const found: (T & { readonly hook?: HookSender })[] = [];
  for (const one of refreshers) {
    const name = one.account?.namespace === namespace ? hookNameOf(one.account.name) : undefined;
    if (!one.account || name === undefined || !isHookName(name)) found.push(one);
    else found.push({ ...one, hook: { name, from: await senderOf(client, one.account, signal) } });
  }
  return found;
}

async function senderOf(
  client: Pick<KubeClient, "get">,
  { namespace, name }: Account,
  signal: AbortSignal,
): Promise<SenderName | undefined> {
  try {
    const secret = await client.get<HookSecret>(secrets, { namespace, name }, { signal });
    return readHookSecret(secret).from;
  } catch (error) {
    const isUntold = error instanceof ApiError && (error.code === 403 || error.code === 404);
    if (isUntold || error instanceof HookSecretFault) return undefined;
    throw error;
  }
}
