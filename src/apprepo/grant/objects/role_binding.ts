/** A RoleBinding that may be there already, with subjects of its own. */

import { type Account, isSubject } from "./account.ts";
import { GrantError } from "../grant_error.ts";
import type { RoleBinding } from "./manifests.ts";
import { adopt } from "./marks.ts";

/**
 * @returns the same binding where it binds the account already
 * @throws {GrantError} where it binds another role, which can't be changed
 */
export function bound(existing: RoleBinding, desired: RoleBinding, account: Account): RoleBinding {
  const { kind, name } = existing.roleRef;
  if (kind !== desired.roleRef.kind || name !== desired.roleRef.name) {
    const called = existing.metadata;
    throw new GrantError(
      `RoleBinding "${called.name}" in namespace "${called.namespace}" binds ${kind} "${name}" and not ${desired.roleRef.kind} "${desired.roleRef.name}"; Kubernetes lets nobody change that\n` +
        `If nothing else needs it, delete it and grant again: kubectl delete rolebinding ${called.name} -n ${called.namespace}\n` +
        `Otherwise bind its role with --clusterrole, or grant to another ServiceAccount with --serviceaccount.`,
    );
  }
  const binding = adopt(existing);
  const subjects = existing.subjects ?? [];
  if (subjects.some((subject) => isSubject(account, subject))) return binding;
  return { ...binding, subjects: [...subjects, ...desired.subjects ?? []] };
}

/**
 * Without the account.
 * @returns undefined where nobody is left in it
 */
export function unbound(existing: RoleBinding, account: Account): RoleBinding | undefined {
  const subjects = (existing.subjects ?? []).filter((subject) => !isSubject(account, subject));
  return subjects.length === 0 ? undefined : { ...existing, subjects };
}
