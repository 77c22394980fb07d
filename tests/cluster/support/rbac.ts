// Rights for one test's users and ServiceAccounts.

import type { Api } from "../../../testcluster/api.ts";
import type { ServiceAccount } from "./identities.ts";

export type Subject = { user: string } | { group: string } | { serviceAccount: ServiceAccount };

/** A PolicyRule of RBAC. */
export interface Rule {
  apiGroups: string[];
  resources: string[];
  verbs: string[];
  resourceNames?: string[];
}

const RBAC = "rbac.authorization.k8s.io";

/**
 * Makes a Role and a RoleBinding in `namespace` (a ClusterRole and a ClusterRoleBinding without
 * one), and waits until the API server goes by them.
 */
export async function grant(
  api: Api,
  subject: Subject,
  rules: Rule[],
  namespace?: string,
): Promise<void> {
  const scope = namespace === undefined ? "Cluster" : "";
  const folder = namespace === undefined ? "" : `/namespaces/${namespace}`;
  const metadata = { name: `test-${crypto.randomUUID()}` };
  const apiVersion = `${RBAC}/v1`;
  const roles = `${scope.toLowerCase()}roles`;
  const bindings = `${scope.toLowerCase()}rolebindings`;
  const role = { apiVersion, kind: `${scope}Role`, metadata, rules };
  const roleRef = { apiGroup: RBAC, kind: `${scope}Role`, name: metadata.name };
  const subjects = [bindingSubject(subject)];
  const binding = { apiVersion, kind: `${scope}RoleBinding`, metadata, roleRef, subjects };
  await api.create(`/apis/${apiVersion}${folder}/${roles}`, role);
  await api.create(`/apis/${apiVersion}${folder}/${bindings}`, binding);
  for (const rule of rules) await untilAllowed(api, subject, rule, namespace);
}

function bindingSubject(subject: Subject) {
  if ("serviceAccount" in subject) return { kind: "ServiceAccount", ...subject.serviceAccount };
  return "user" in subject
    ? { apiGroup: RBAC, kind: "User", name: subject.user }
    : { apiGroup: RBAC, kind: "Group", name: subject.group };
}

/** The authorizer learns of a new binding by a watch, some milliseconds later. */
async function untilAllowed(
  api: Api,
  subject: Subject,
  rule: Rule,
  namespace?: string,
): Promise<void> {
  const [resource, subresource] = rule.resources[0]?.split("/") ?? [];
  const resourceAttributes = {
    namespace,
    verb: rule.verbs[0],
    group: rule.apiGroups[0],
    resource,
    subresource,
    name: rule.resourceNames?.[0],
  };
  const review = {
    apiVersion: "authorization.k8s.io/v1",
    kind: "SubjectAccessReview",
    spec: { ...reviewSubject(subject), resourceAttributes },
  };
  const deadline = Date.now() + 30_000;
  const path = "/apis/authorization.k8s.io/v1/subjectaccessreviews";
  while (Date.now() < deadline) {
    const { status } = await api.create<{ status: { allowed: boolean } }>(path, review);
    if (status.allowed) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`the API server does not go by ${JSON.stringify(rule)} after 30 seconds`);
}

function reviewSubject(subject: Subject): { user: string; groups?: string[] } {
  if ("user" in subject) return subject;
  if ("group" in subject) return { user: "somebody", groups: [subject.group] };
  const { namespace, name } = subject.serviceAccount;
  return { user: `system:serviceaccount:${namespace}:${name}` };
}
