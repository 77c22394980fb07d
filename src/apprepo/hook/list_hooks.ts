/** The hooks of a namespace or of all, and to whom they are lent; none of their secrets. */

import type { KubeClient } from "../../kube/api/client.ts";
import type { Account } from "../grant/objects/account.ts";
import { listed } from "../grant/objects/bindings.ts";
import type { RoleBinding } from "../grant/objects/manifests.ts";
import { roleBindings, secrets } from "../grant/objects/resources.ts";
import { hookId, hookNameOf, hookObjectName } from "./hook.ts";
import { type HookSecret, HookSecretFault, hookSecretType, readHookSecret } from "./hook_secret.ts";
import { lendingOf } from "./lending.ts";
import type { SenderName } from "./senders.ts";

export interface ListedHook {
  readonly namespace: string;
  readonly name: string;
  /** RFC 3339. */
  readonly created?: string;
  /** Undefined where the caller may not look at RoleBindings. */
  readonly lentTo?: readonly Account[];
  /** What is wrong with its Secret, instead of what is in it; it may not be there at all. */
  readonly fault?: string;
  readonly from?: SenderName;
  readonly repositories?: readonly string[];
  readonly only?: readonly string[];
  /** How many; several during a rotation. */
  readonly keys?: number;
}

export interface ListedHooks {
  /** By namespace and name. */
  readonly hooks: readonly ListedHook[];
  /** Whether the caller could see what is lent; if not, what has no Secret is missing here. */
  readonly isComplete: boolean;
}

/**
 * What is lent is a right of the receiver's, whether or not there is a Secret; so it is in the list.
 * @param namespace undefined for all
 * @throws {ApiError} where the caller may not list Secrets; {ConnectionError}
 */
export async function listHooks(
  client: KubeClient,
  namespace: string | undefined,
  signal: AbortSignal,
): Promise<ListedHooks> {
  const query = { fieldSelector: `type=${hookSecretType}` };
  const bindings = await listed(client, roleBindings, namespace, signal);
  const found: ListedHook[] = [];
  for await (const one of client.list<HookSecret>(secrets, { namespace }, { query, signal })) {
    const lentTo = bindings && lentToOf(bindings, one);
    const { creationTimestamp } = one.metadata;
    found.push({ ...read(one), created: creationTimestamp as string | undefined, lentTo });
  }
  found.push(...lentAlone(bindings ?? [], found));
  found.sort((a, b) => compare(a.namespace, b.namespace) || compare(a.name, b.name));
  return { hooks: found, isComplete: bindings !== undefined };
}

/** Of creates that ended half-way, and of Secrets that were deleted by hand. */
function lentAlone(bindings: readonly RoleBinding[], others: readonly ListedHook[]): ListedHook[] {
  const known = new Set(others.map(hookId));
  return bindings.flatMap((binding) => {
    const lending = lendingOf(binding);
    if (!lending || lending.to.length === 0 || known.has(hookId(lending))) return [];
    const { namespace, name, to: lentTo } = lending;
    const created = binding.metadata.creationTimestamp as string | undefined;
    const fault = `there is no Secret ${hookObjectName(name)} of a hook's type`;
    return [{ namespace, name, created, lentTo, fault }];
  });
}

function read(secret: HookSecret): Omit<ListedHook, "created" | "lentTo"> {
  const { namespace = "", name: objectName = "" } = secret.metadata;
  try {
    const { name, from, repositories, only, keys } = readHookSecret(secret);
    return { namespace, name, from, repositories, only, keys: keys.length };
  } catch (error) {
    if (!(error instanceof HookSecretFault)) throw error;
    return { namespace, name: hookNameOf(objectName) ?? objectName, fault: error.message };
  }
}

function lentToOf(bindings: readonly RoleBinding[], { metadata }: HookSecret): Account[] {
  const own = bindings.filter((one) =>
    one.metadata.namespace === metadata.namespace && one.metadata.name === metadata.name
  );
  return own.flatMap((one) => lendingOf(one)?.to ?? []);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
