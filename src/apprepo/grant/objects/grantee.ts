/** Whom a grant is for: a ServiceAccount, or somebody whom only the API server's authentication knows. */

import { createHash } from "node:crypto";
import { shellWord } from "../../webhook/settings/settings.ts";
import { type Account, accountWords, type Subject, usualName } from "./account.ts";

/** By the name that the API server reads from its token, such as `gha:repo:org/charts:ref:refs/heads/main`. */
export interface User {
  readonly user: string;
}

/** All whom the API server puts into it. */
export interface Group {
  readonly group: string;
}

export type Grantee = Account | User | Group;

/** Characters of a subject's name that show in the names of its objects. */
const longestReadable = 40;

/** Hexadecimal digits; too many for anybody to find a name that shares the lock of another. */
const hashDigits = 16;

export function isAccount(grantee: Grantee): grantee is Account {
  return "namespace" in grantee;
}

export function subjectOf(grantee: Grantee): Subject {
  if (isAccount(grantee)) {
    return { kind: "ServiceAccount", name: grantee.name, namespace: grantee.namespace };
  }
  const apiGroup = "rbac.authorization.k8s.io";
  return "user" in grantee
    ? { kind: "User", apiGroup, name: grantee.user }
    : { kind: "Group", apiGroup, name: grantee.group };
}

export function isSubject(grantee: Grantee, { kind, name, namespace }: Subject): boolean {
  const own = subjectOf(grantee);
  return own.kind === kind && own.name === name && own.namespace === namespace;
}

/** As a sentence names it: `the ServiceAccount`, `user "x"`, `group "x"`. */
export function called(grantee: Grantee): string {
  if (isAccount(grantee)) return "the ServiceAccount";
  return "user" in grantee
    ? `user ${JSON.stringify(grantee.user)}`
    : `group ${JSON.stringify(grantee.group)}`;
}

/** The flags that lead `grant` and `revoke` to the same one. */
export function granteeWords(grantee: Grantee): string {
  if (isAccount(grantee)) return accountWords(grantee);
  return "user" in grantee
    ? `--user ${shellWord(grantee.user)}`
    : `--group ${shellWord(grantee.group)}`;
}

/** Small letters, digits and dashes: a name that every kind of object takes, and no two subjects share. */
export function labelOf(subject: User | Group): { readonly kind: string; readonly label: string } {
  const [kind, name] = "user" in subject ? ["user", subject.user] : ["group", subject.group];
  const hash = createHash("sha256").update(`${kind}:${name}`).digest("hex").slice(0, hashDigits);
  const readable = name.toLowerCase().replace(/[^a-z0-9]+/g, "-").slice(0, longestReadable);
  return { kind, label: [...readable.split("-"), hash].filter((part) => part !== "").join("-") };
}

/** Of the RoleBinding of a ClusterRole. */
export function bindingName(grantee: Grantee): string {
  if (isAccount(grantee)) return grantee.name;
  const { kind, label } = labelOf(grantee);
  // With more colons than any ServiceAccount's objects have.
  return `${usualName}:${kind}:${label}`;
}

/** Of the Role and its binding, which are the grantee's alone: others with its name are in other namespaces. */
export function roleName(grantee: Grantee): string {
  if (isAccount(grantee)) return `${grantee.name}:${grantee.namespace}`;
  return `${bindingName(grantee)}:role`;
}
