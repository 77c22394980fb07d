/** Whether an account that is meant for some AppRepositories reaches all of a namespace. */

import type { KubeClient } from "../../../kube/api/client.ts";
import { ApiError } from "../../../kube/api/errors.ts";
import { pathOf, type Resource } from "../../../kube/api/resource.ts";
import { appRepositories } from "../../app_repository.ts";
import { type Account, userName } from "./account.ts";

/** `by` is in the API server's words, such as `ClusterRoleBinding "x" of ClusterRole "y" to …`. */
export type WiderRights = { readonly by: string } | "none" | "unknown";

const localSubjectAccessReviews: Resource = {
  group: "authorization.k8s.io",
  version: "v1",
  plural: "localsubjectaccessreviews",
  kind: "LocalSubjectAccessReview",
  namespaced: true,
};

/** Asks the API server what the account may do; who may make Roles in a namespace may ask as a rule. */
export async function widerRights(
  client: KubeClient,
  account: Account,
  namespace: string,
  signal: AbortSignal,
): Promise<WiderRights> {
  const { group, plural } = appRepositories;
  const body = {
    apiVersion: `${localSubjectAccessReviews.group}/${localSubjectAccessReviews.version}`,
    kind: localSubjectAccessReviews.kind,
    metadata: { namespace },
    spec: {
      user: userName(account),
      groups: [
        "system:serviceaccounts",
        `system:serviceaccounts:${account.namespace}`,
        "system:authenticated",
      ],
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
