import type { KubeClient } from "../../kube/api/client.ts";
import { ApiError } from "../../kube/api/errors.ts";

export interface OwnIdentity {
  readonly username: string;
  readonly groups?: readonly string[];
}

/** Whom the API server takes the caller for; undefined before Kubernetes 1.28, which can't be asked. */
export async function ownIdentity(
  client: Pick<KubeClient, "request">,
  signal: AbortSignal,
): Promise<OwnIdentity | undefined> {
  const body = { apiVersion: "authentication.k8s.io/v1", kind: "SelfSubjectReview" };
  const path = "/apis/authentication.k8s.io/v1/selfsubjectreviews";
  try {
    const { status } = await client.request<{ readonly status: { userInfo: OwnIdentity } }>(
      "POST",
      path,
      { body, signal },
    );
    return status.userInfo;
  } catch (error) {
    if (error instanceof ApiError && (error.code === 403 || error.code === 404)) return undefined;
    throw error;
  }
}
