/** The objects of a grant, as they are where nothing was there before. */

import type { KubeObject, Resource } from "../../../kube/api/resource.ts";
import type { Account, Subject } from "./account.ts";
import { bindingName, type Grantee, roleName, subjectOf } from "./grantee.ts";
import { marks } from "./marks.ts";
import {
  clusterRoles,
  roleBindings,
  roles,
  secrets,
  serviceAccounts,
  typeOf,
} from "./resources.ts";
import { refreshRule, type Role } from "./rules.ts";

export interface RoleRef {
  readonly apiGroup: string;
  readonly kind: string;
  readonly name: string;
}

export interface RoleBinding extends KubeObject {
  roleRef: RoleRef;
  subjects?: readonly Subject[] | null;
}

export interface TokenSecret extends KubeObject {
  type: string;
  /** Base64. */
  data?: Readonly<Record<string, string>>;
}

export const tokenSecretType = "kubernetes.io/service-account-token";
export const secretsAccount = "kubernetes.io/service-account.name";

export function serviceAccount({ namespace, name }: Account): KubeObject {
  return manifest(serviceAccounts, name, namespace);
}

export function clusterRole(name: string): Role {
  return { ...manifest(clusterRoles, name), rules: [refreshRule()] };
}

/** @param names of the AppRepositories that it reaches; undefined for all */
export function role(grantee: Grantee, namespace: string, names?: readonly string[]): Role {
  return { ...manifest(roles, roleName(grantee), namespace), rules: [refreshRule(names)] };
}

export function roleBinding(
  grantee: Grantee,
  namespace: string,
  to: { readonly clusterRole: string } | "role",
): RoleBinding {
  const [resource, name] = to === "role"
    ? [roles, roleName(grantee)]
    : [clusterRoles, to.clusterRole];
  return {
    ...manifest(roleBindings, to === "role" ? name : bindingName(grantee), namespace),
    roleRef: { apiGroup: resource.group, kind: resource.kind, name },
    subjects: [subjectOf(grantee)],
  };
}

/** Filled by Kubernetes' controller a moment after it was made. */
export function tokenSecret({ namespace, name }: Account, secretName: string): TokenSecret {
  const { metadata, ...rest } = manifest(secrets, secretName, namespace);
  return {
    ...rest,
    metadata: { ...metadata, annotations: { [secretsAccount]: name } },
    type: tokenSecretType,
  };
}

function manifest(resource: Resource, name: string, namespace?: string): KubeObject {
  const where = namespace === undefined ? {} : { namespace };
  return { ...typeOf(resource), metadata: { name, ...where, labels: { ...marks } } };
}
