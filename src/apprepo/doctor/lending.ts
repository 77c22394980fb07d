/** What of a receiver's rights no hook lent. */

import { type Account, userName } from "../grant/objects/account.ts";
import type { RoleBinding } from "../grant/objects/manifests.ts";
import { type Rule, ruleRights } from "../grant/objects/rules.ts";
import { lendingRules } from "../hook/lending.ts";

/** Whether the binding names the account, as such or as the user that it is. */
export function names({ subjects }: Pick<RoleBinding, "subjects">, account: Account): boolean {
  return (subjects ?? []).some(({ kind, name, namespace }) =>
    kind === "User"
      ? name === userName(account)
      : kind === "ServiceAccount" && name === account.name && namespace === account.namespace
  );
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
