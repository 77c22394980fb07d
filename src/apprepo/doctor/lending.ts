/** The Role and RoleBinding by which a hook lends itself to a receiver. */

import { type Account, userName } from "../grant/objects/account.ts";
import type { RoleBinding } from "../grant/objects/manifests.ts";
import { type Rule, ruleRights } from "../grant/objects/rules.ts";
import { hookNameOf, isHookName } from "../hook/hook.ts";

export interface Lending {
  readonly namespace: string;
  /** Of the hook. */
  readonly name: string;
  readonly to: readonly Account[];
}

/** @returns undefined for any other binding, such as that of a hook's own account */
export function lendingOf({ metadata, roleRef, subjects }: RoleBinding): Lending | undefined {
  const { namespace, name: objectName = "" } = metadata;
  const name = hookNameOf(objectName);
  if (namespace === undefined || name === undefined || !isHookName(name)) return undefined;
  if (roleRef.kind !== "Role" || roleRef.name !== objectName) return undefined;
  const to = (subjects ?? []).filter(({ kind }) => kind === "ServiceAccount")
    .map(({ name, namespace: home = "" }) => ({ namespace: home, name }));
  return { namespace, name, to };
}

/** Whether the binding names the account, as such or as the user that it is. */
export function names({ subjects }: Pick<RoleBinding, "subjects">, account: Account): boolean {
  return (subjects ?? []).some(({ kind, name, namespace }) =>
    kind === "User"
      ? name === userName(account)
      : kind === "ServiceAccount" && name === account.name && namespace === account.namespace
  );
}

/**
 * The two rules by which the receiver reads the hook's Secret and asks for tokens of its account.
 * @param objectName of both
 */
export function lendingRules(objectName: string): Rule[] {
  const one = { apiGroups: [""], resourceNames: [objectName] };
  return [
    { ...one, resources: ["secrets"], verbs: ["get"] },
    { ...one, resources: ["serviceaccounts/token"], verbs: ["create"] },
  ];
}

/** The rights that the rules give beyond the two, such as `list secrets`. */
export function beyondLending(rules: readonly Rule[], objectName: string): string[] {
  const own = lendingRules(objectName).flatMap(ruleRights);
  const isOfHook = ({ resourceNames = [] }: Rule) =>
    resourceNames.length > 0 && resourceNames.every((name) => name === objectName);
  return rules.flatMap((rule) =>
    ruleRights(rule).filter((right) => !isOfHook(rule) || !own.includes(right))
  );
}
