/** Makes a hook, or makes it right where it is there; its secret stays. */

import type { KubeClient } from "../../kube/api/client.ts";
import { grant, type GrantEvents } from "../grant/grant.ts";
import type { Account } from "../grant/objects/account.ts";
import { change, ensure, find, type Writing } from "../grant/objects/ensure.ts";
import { roleName } from "../grant/objects/grantee.ts";
import { isEqual } from "../grant/objects/is_equal.ts";
import { roles, secrets } from "../grant/objects/resources.ts";
import { namesReached, refreshRule, type Role } from "../grant/objects/rules.ts";
import type { GrantRequest } from "../grant/request.ts";
import { findHookSecret, hookOf } from "./find_hook.ts";
import { type Hook, hookObjectName } from "./hook.ts";
import { HookError } from "./hook_error.ts";
import { type HookSecret, hookSecret } from "./hook_secret.ts";
import { lend } from "./lending.ts";
import { hookKey, newUrlPart } from "./new_key.ts";

export interface HookWish extends Omit<Hook, "id" | "keys"> {
  /** The user's own key; undefined for a new one. */
  readonly key?: string;
  /** The account that it is lent to. */
  readonly receiver: Account;
}

export interface CreatedHook {
  readonly hook: Hook;
  /** Whether its secret was made by this. */
  readonly isNew: boolean;
  /** Undefined where there was none. */
  readonly before?: Hook;
}

export function hookAccount({ namespace, name }: Pick<Hook, "namespace" | "name">): Account {
  return { namespace, name: hookObjectName(name) };
}

/** As `grant` takes it: an account of its own, by name, locked, without a lasting token. */
export function hookGrant(wish: Pick<Hook, "namespace" | "name" | "repositories">): GrantRequest {
  const { namespace, repositories } = wish;
  return {
    account: hookAccount(wish),
    targets: [{ namespace, names: [...repositories].sort() }],
    by: "role",
    reconcile: false,
    lock: true,
    tokenType: "none",
  };
}

/**
 * The account has its lock and its rights before anybody can speak for it; the Secret comes last, so
 * that it is shown as soon as it is there.
 * @throws {HookError} {GrantError} {ApiError} {ConnectionError} what ended it; what was made stays
 */
export async function createHook(
  client: KubeClient,
  wish: HookWish,
  writing: Writing,
  events: Omit<GrantEvents, "failed">,
): Promise<CreatedHook> {
  const { signal, timing } = writing;
  const before = await findHookSecret(client, wish, signal);
  const known = before && hookOf(before);
  if (known) checkSame(known, wish);
  await grant(client, hookGrant(wish), [], writing, {
    made: (made) => events.made(made),
    unlocked: (reason) => events.unlocked(reason),
    beta: () => events.beta(),
    wider: (namespace, by) => events.wider(namespace, by),
    failed(_, error) {
      throw error;
    },
  });
  await narrow(client, wish, writing, { made: (made) => events.made(made) });
  await lend(client, wish, wish.receiver, writing, (made) => events.made(made));
  const { key, receiver: _, ...rest } = wish;
  const fresh: Hook = {
    ...rest,
    id: wish.proof.kind === "url" ? undefined : newUrlPart(),
    keys: [hookKey(wish.proof, key, timing.now())],
  };
  const desired = hookSecret(fresh);
  const made = await ensure<HookSecret>(client, secrets, desired, (there) => {
    const { id, keys } = hookOf(there);
    const { data } = hookSecret({ ...rest, id, keys });
    return isEqual(there.data, data) ? there : { ...there, data };
  }, writing);
  events.made(made);
  const stored = made.outcome === "created" ? fresh : hookOf(made.object as HookSecret);
  // Where the answer to the write was lost, it is found there, and nobody was shown it yet.
  const isNew = stored.id === fresh.id && isEqual(stored.keys, fresh.keys);
  return { hook: { ...stored, ...rest }, isNew, before: known };
}

function checkSame(known: Hook, wish: HookWish): void {
  const { namespace, name } = wish;
  const again = `kubectl apprepo hook delete ${name} -n ${namespace}`;
  if (known.from !== wish.from) {
    throw new HookError(
      `hook "${name}" in namespace "${namespace}" is for ${known.from}, not for ${wish.from}\nGive the new one another name, or delete this one first: ${again}`,
    );
  }
  if (!isEqual(known.proof, wish.proof)) {
    throw new HookError(
      `hook "${name}" in namespace "${namespace}" takes another header or signature than asked for\nGive the new one another name, or delete this one first: ${again}`,
    );
  }
  if (wish.key !== undefined && wish.key !== known.keys[0]!.key) {
    throw new HookError(
      `hook "${name}" in namespace "${namespace}" has a key already\nTo change it: kubectl apprepo hook rotate ${name} -n ${namespace} --key-stdin`,
    );
  }
}

/**
 * Leaves the account's Role what the hook refreshes. It goes by the Role, not by what the Secret was:
 * a create that ended half-way left a Role and no Secret. A revoke would have to list RoleBindings,
 * which nothing else here takes a right for.
 */
async function narrow(
  client: KubeClient,
  wish: HookWish,
  writing: Writing,
  { made }: Pick<GrantEvents, "made">,
): Promise<void> {
  const { namespace, repositories } = wish;
  const metadata = { namespace, name: roleName(hookAccount(wish)) };
  const role = await find<Role>(client, roles, { metadata }, writing.signal);
  if (!role) return; // of a dry run
  const narrowed = await change<Role>(client, roles, role, (there) => {
    const reached = namesReached(there.rules ?? []);
    // Where it is all of the namespace, grant has said so.
    if (reached === undefined || reached.every((name) => repositories.includes(name))) return there;
    return { ...there, rules: [refreshRule([...repositories].sort())] };
  }, writing);
  if (narrowed) made(narrowed);
}
