/** The hooks, by what was lent of them, by their own accounts, and by their Secrets. */

import type { KubeClient } from "../../../kube/api/client.ts";
import { repositoryId, type RepositoryKey } from "../../app_repository.ts";
import { find } from "../../grant/objects/ensure.ts";
import { secrets, serviceAccounts } from "../../grant/objects/resources.ts";
import { hookId, type HookName, hookNameOf, hookObjectName, isHookName } from "../../hook/hook.ts";
import {
  type HookSecret,
  HookSecretFault,
  hookSecretType,
  readHookSecret,
} from "../../hook/hook_secret.ts";
import { MissingRights } from "../../status/missing_rights.ts";
import { hookOf } from "../each_hook.ts";
import type { HookSecretSeen, HookSeen } from "../seen.ts";
import type { GrantedSeen } from "./accounts.ts";

/**
 * @param namespace undefined for all
 * @param keys of all AppRepositories there; undefined where only some were looked at
 * @param isTaken whether a receiver takes hooks: then a Secret alone may be one, too
 */
export async function hooksSeen(
  client: Pick<KubeClient, "get" | "list">,
  namespace: string | undefined,
  { accounts, lendings }: GrantedSeen,
  keys: readonly RepositoryKey[] | undefined,
  isTaken: boolean,
  signal: AbortSignal,
): Promise<HookSeen[]> {
  const granted = new Map(accounts.flatMap((one) => {
    const hook = hookOf(one);
    if (!hook) return [];
    // What other bindings give beside the first was not read.
    const reach = one.namespaces.length === 1 ? one.reach : undefined;
    return [[hookId(hook), { hook, reach }]];
  }));
  const named = [...[...granted.values()].map(({ hook }) => hook), ...lendings];
  const found = new Map(named.map((one) => [hookId(one), one as HookName]));
  if (found.size === 0 && !isTaken) return [];
  // Who may not list them is told by the checks.
  const missing = new MissingRights();
  const there = await missing.look(secretsSeen(client, namespace, keys, signal));
  const own = granted.size === 0 ? undefined : await missing.look(
    accountsSeen(client, [...granted.values()].map(({ hook }) => hook), signal),
  );
  for (const { hook } of there?.values() ?? []) found.set(hookId(hook), hook);
  return [...found.entries()].map(([id, { namespace, name }]) => ({
    namespace,
    name,
    lentTo: lendings.filter((one) => hookId(one) === id).flatMap(({ to }) => to),
    granted: granted.has(id) ? { reach: granted.get(id)!.reach, isThere: own?.get(id) } : undefined,
    secret: there && (there.get(id)?.secret ?? { kind: "missing" }),
  }));
}

/** Of more, nobody is told. */
const mostAccounts = 20;

/** One by one: a namespace has more accounts than hooks, and a cluster many more. */
async function accountsSeen(
  client: Pick<KubeClient, "get">,
  hooks: readonly HookName[],
  signal: AbortSignal,
): Promise<Map<string, boolean>> {
  const looks = hooks.slice(0, mostAccounts).map(async (hook) => {
    const metadata = { namespace: hook.namespace, name: hookObjectName(hook.name) };
    const there = await find(client, serviceAccounts, { metadata }, signal);
    return [hookId(hook), there !== undefined] as const;
  });
  return new Map(await Promise.all(looks));
}

interface SecretOfHook {
  readonly hook: HookName;
  readonly secret: HookSecretSeen;
}

async function secretsSeen(
  client: Pick<KubeClient, "list">,
  namespace: string | undefined,
  keys: readonly RepositoryKey[] | undefined,
  signal: AbortSignal,
): Promise<Map<string, SecretOfHook>> {
  const query = { fieldSelector: `type=${hookSecretType}` };
  const there = keys && new Set(keys.map(repositoryId));
  const found = new Map<string, SecretOfHook>();
  for await (const one of client.list<HookSecret>(secrets, { namespace }, { query, signal })) {
    const { namespace = "", name: objectName = "" } = one.metadata;
    const name = hookNameOf(objectName);
    if (name === undefined || !isHookName(name)) continue;
    const hook = { namespace, name };
    found.set(hookId(hook), { hook, secret: secretSeen(one, there) });
  }
  return found;
}

/** Of what it holds, its secrets are forgotten here. */
function secretSeen(secret: HookSecret, there: ReadonlySet<string> | undefined): HookSecretSeen {
  try {
    const { id: _id, keys: _keys, ...asked } = readHookSecret(secret);
    const { namespace, repositories } = asked;
    const lost = there &&
      repositories.filter((name) => !there.has(repositoryId({ namespace, name })));
    return { kind: "whole", asked, lost };
  } catch (error) {
    if (!(error instanceof HookSecretFault)) throw error;
    return { kind: "broken", fault: error.message };
  }
}
