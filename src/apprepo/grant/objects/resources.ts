/** The kinds of objects that a grant is made of, and those that it asks. */

import type { Resource } from "../../../kube/api/resource.ts";

const rbac = { group: "rbac.authorization.k8s.io", version: "v1" } as const;
const core = { group: "", version: "v1", namespaced: true } as const;

export const serviceAccounts: Resource = {
  ...core,
  plural: "serviceaccounts",
  kind: "ServiceAccount",
};
export const secrets: Resource = { ...core, plural: "secrets", kind: "Secret" };

export const clusterRoles: Resource = {
  ...rbac,
  plural: "clusterroles",
  kind: "ClusterRole",
  namespaced: false,
};
export const clusterRoleBindings: Resource = {
  ...rbac,
  plural: "clusterrolebindings",
  kind: "ClusterRoleBinding",
  namespaced: false,
};
export const roles: Resource = { ...rbac, plural: "roles", kind: "Role", namespaced: true };
export const roleBindings: Resource = {
  ...rbac,
  plural: "rolebindings",
  kind: "RoleBinding",
  namespaced: true,
};

/** Kubernetes 1.28 and 1.29 have the policies as beta, if at all. */
export type AdmissionVersion = "v1" | "v1beta1";

export function policiesOf(version: AdmissionVersion): Resource {
  return {
    group: "admissionregistration.k8s.io",
    version,
    plural: "validatingadmissionpolicies",
    kind: "ValidatingAdmissionPolicy",
    namespaced: false,
  };
}

export function policyBindingsOf(version: AdmissionVersion): Resource {
  return {
    ...policiesOf(version),
    plural: "validatingadmissionpolicybindings",
    kind: "ValidatingAdmissionPolicyBinding",
  };
}

export const deployments: Resource = {
  group: "apps",
  version: "v1",
  plural: "deployments",
  kind: "Deployment",
  namespaced: true,
};

/** `apiVersion` and `kind`, with which every manifest begins. */
export function typeOf({ group, version, kind }: Resource): { apiVersion: string; kind: string } {
  return { apiVersion: group === "" ? version : `${group}/${version}`, kind };
}

const all = [
  serviceAccounts,
  secrets,
  clusterRoles,
  roles,
  roleBindings,
  policiesOf("v1"),
  policyBindingsOf("v1"),
];

/** @throws {RangeError} for a kind that no grant has */
export function resourceOf({ kind }: { readonly kind?: string }): Resource {
  const resource = all.find((one) => one.kind === kind);
  if (!resource) throw new RangeError(`no grant has a ${kind}`);
  return resource;
}
