/** What the checks of hooks have in common. */

import type { Account } from "../grant/objects/account.ts";
import { createCommand as commandOf } from "../hook/create_command.ts";
import { type HookName, hookNameOf, hookObjectName, isHookName } from "../hook/hook.ts";
import { examined } from "./looked.ts";
import type { AccountSeen, HookSeen, Seen } from "./seen.ts";
import { type ObjectRef, skipped, type Verdict } from "./verdict.ts";

/** Hooks are for those who want them: who may not look is told so, and nothing is called broken. */
export function ofHooks(
  examine: (hooks: readonly HookSeen[], seen: Seen) => Verdict,
): (seen: Seen) => Verdict {
  return (seen) => {
    const { hooks } = seen;
    if (hooks.kind === "unseen") return skipped(hooks.why);
    return examined(hooks, (all) => {
      return all.length === 0 ? skipped("there is no hook") : examine(all, seen);
    });
  };
}

/** @returns undefined for an account that is no hook's */
export function hookOf({ account, namespaces }: AccountSeen): HookName | undefined {
  const { namespace } = account;
  const name = hookNameOf(account.name);
  const isHook = name !== undefined && isHookName(name) && namespaces.includes(namespace);
  return isHook ? { namespace, name } : undefined;
}

/** The accounts as which receivers take hooks; undefined where receivers could not be looked at. */
export function takers({ receivers }: Pick<Seen, "receivers">): readonly Account[] | undefined {
  if (receivers.kind === "unseen") return undefined;
  const all = receivers.value.flatMap(({ hooksAs }) => hooksAs ?? []);
  return [...new Map(all.map((one) => [wordsOf(one), one])).values()];
}

export function wordsOf({ namespace, name }: Account): string {
  return `${namespace}/${name}`;
}

/** Makes what is missing of it, and leaves the rest as it is, its secret too. */
export function createCommand(
  { namespace, name, secret }: Pick<HookSeen, "namespace" | "name" | "secret">,
  receiver?: Account,
): string {
  if (secret?.kind === "whole") return commandOf({ ...secret.asked, receiver });
  const to = receiver ? ` --receiver ${receiver.namespace}:${receiver.name}` : "";
  return `kubectl apprepo hook create ${name} -n ${namespace} --from SENDER --repository NAME${to}`;
}

export function deleteCommand({ namespace, name }: HookName): string {
  return `kubectl apprepo hook delete ${name} -n ${namespace}`;
}

/** One of the objects of a hook, which are all called the same. */
export function partOf(
  { namespace, name }: HookName,
  kind: "Secret" | "ServiceAccount" | "RoleBinding",
): ObjectRef {
  return { kind, namespace, name: hookObjectName(name) };
}
