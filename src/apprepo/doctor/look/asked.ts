import type { KubeClient } from "../../../kube/api/client.ts";
import type { RepositoryKey } from "../../app_repository.ts";
import type { Account } from "../../grant/objects/account.ts";
import { MissingRights } from "../../status/missing_rights.ts";
import { refreshers } from "../../status/refreshers.ts";
import type { AskedAccount } from "../seen.ts";

/** Each takes a list of bindings. */
const most = 5;

/** @throws {ApiError} where bindings or roles may not be read */
export async function askedAccount(
  client: KubeClient,
  account: Account,
  keys: readonly RepositoryKey[],
  signal: AbortSignal,
): Promise<AskedAccount> {
  const refused: RepositoryKey[] = [];
  for (const key of keys.slice(0, most)) {
    const all = await refreshers(client, key, new MissingRights(), signal);
    const may = all.some(({ account: one }) =>
      one?.namespace === account.namespace && one.name === account.name
    );
    if (!may) refused.push(key);
  }
  return { account, refused };
}
