/** Whether a grantee that is meant for some AppRepositories reaches all of a namespace. */

import type { KubeClient } from "../../../kube/api/client.ts";
import { ApiError } from "../../../kube/api/errors.ts";
import { pathOf, type Resource } from "../../../kube/api/resource.ts";
import { appRepositories } from "../../app_repository.ts";
import { userName } from "./account.ts";
import { type Grantee, isAccount } from "./grantee.ts";

/** `by` is in the API server's words, such as `ClusterRoleBinding "x" of ClusterRole "y" to …`. */
export type WiderRights = { readonly by: string } | "none" | "unknown";

const localSubjectAccessReviews: Resource = {
  group: "authorization.k8s.io",
  version: "v1",
  plural: "localsubjectaccessreviews",
  kind: "LocalSubjectAccessReview",
  namespaced: true,
};

/** Asks the API server what the grantee may do; who may make Roles in a namespace may ask as a rule. */
export async function widerRights(
  client: KubeClient,
  grantee: Grantee,
  namespace: string,
  signal: AbortSignal,
): Promise<WiderRights> {
  const { group, plural } = appRepositories;
  const body = {
    apiVersion: `${localSubjectAccessReviews.group}/${localSubjectAccessReviews.version}`,
    kind: localSubjectAccessReviews.kind,
    metadata: { namespace },
    spec: {
      ...identityOf(grantee),
      resourceAttributes: { namespace, verb: "update", group, resource: plural },
    },
  };
  const path = pathOf(localSubjectAccessReviews, { namespace });
  try {
    const { status } = await client.request<{
      readonly status: { readonly allowed: boolean; readonly reason?: string };
    }>("POST", path, { body, signal });
    if (!status.allowed) return "none";
    return { by: (status.reason ?? "").replace(/^RBAC: allowed by /, "") };
  } catch (error) {
    if (error instanceof ApiError && error.code === 403) return "unknown";
    throw error;
  }
}

/** Of a user, the groups are not known here; a group is asked about as one of its members without a name. */
function identityOf(grantee: Grantee) {
  const everybody = "system:authenticated";
  if (!isAccount(grantee)) {
    return "user" in grantee
      ? { user: grantee.user, groups: [everybody] }
      : { groups: [grantee.group, everybody] };
  }
  const accounts = ["system:serviceaccounts", `system:serviceaccounts:${grantee.namespace}`];
  return { user: userName(grantee), groups: [...accounts, everybody] };
}
