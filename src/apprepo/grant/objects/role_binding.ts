/** A RoleBinding that may be there already, with subjects of its own. */

import { GrantError } from "../grant_error.ts";
import { type Grantee, isAccount, isSubject } from "./grantee.ts";
import type { RoleBinding } from "./manifests.ts";
import { adopt } from "./marks.ts";

/**
 * @returns the same binding where it binds the grantee already
 * @throws {GrantError} where it binds another role, which can't be changed
 */
export function bound(existing: RoleBinding, desired: RoleBinding, grantee: Grantee): RoleBinding {
  const { kind, name } = existing.roleRef;
  if (kind !== desired.roleRef.kind || name !== desired.roleRef.name) {
    const called = existing.metadata;
    throw new GrantError(
      `RoleBinding "${called.name}" in namespace "${called.namespace}" binds ${kind} "${name}" and not ${desired.roleRef.kind} "${desired.roleRef.name}"; Kubernetes lets nobody change that\n` +
        `If nothing else needs it, delete it and grant again: kubectl delete rolebinding ${called.name} -n ${called.namespace}\n` +
        `Otherwise bind its role with --clusterrole${
          isAccount(grantee) ? ", or grant to another ServiceAccount with --serviceaccount" : ""
        }.`,
    );
  }
  const binding = adopt(existing);
  const subjects = existing.subjects ?? [];
  if (subjects.some((subject) => isSubject(grantee, subject))) return binding;
  return { ...binding, subjects: [...subjects, ...desired.subjects ?? []] };
}

/**
 * Without the grantee.
 * @returns undefined where nobody is left in it
 */
export function unbound(existing: RoleBinding, grantee: Grantee): RoleBinding | undefined {
  const subjects = (existing.subjects ?? []).filter((subject) => !isSubject(grantee, subject));
  return subjects.length === 0 ? undefined : { ...existing, subjects };
}
