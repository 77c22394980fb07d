/** Whom a token speaks for, on API servers that can be asked and on those that can't. */

import type { KubeClient } from "../../../kube/api/client.ts";
import { ApiError } from "../../../kube/api/errors.ts";
import { tokenSubject } from "./token_subject.ts";

/** `user` is missing where neither the API server nor the token tells. */
export type Holder = { readonly valid: false } | { readonly valid: true; readonly user?: string };

/**
 * Asks by a SelfSubjectReview, which came with Kubernetes 1.28. An older API server refuses that
 * to whoever has no right to it, by name, and does not find it for those who may do everything;
 * what it takes for no token at all, it answers with 401 like a newer one.
 * @param token for the name in it, which counts only once the API server has taken the token
 */
export async function holder(
  asHolder: KubeClient,
  token: string,
  signal: AbortSignal,
): Promise<Holder> {
  const body = { apiVersion: "authentication.k8s.io/v1", kind: "SelfSubjectReview" };
  const path = "/apis/authentication.k8s.io/v1/selfsubjectreviews";
  try {
    const { status } = await asHolder.request<{
      readonly status: { readonly userInfo: { readonly username: string } };
    }>("POST", path, { body, signal });
    return { valid: true, user: status.userInfo.username };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.code === 401) return { valid: false };
    if (error.code === 404) return { valid: true, user: tokenSubject(token) };
    if (error.code !== 403) throw error;
    const user = /User "([^"]+)"/.exec(error.status.message ?? "")?.[1] ?? tokenSubject(token);
    return user === "system:anonymous" ? { valid: false } : { valid: true, user };
  }
}
