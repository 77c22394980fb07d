import type { KubeClient } from "../../kube/api/client.ts";
import type { Rule } from "./objects/rules.ts";

/** What the caller may do in a namespace; everybody may ask that, and nothing is stored. */
export async function ownRules(
  client: Pick<KubeClient, "request">,
  namespace: string,
  signal: AbortSignal,
): Promise<readonly Rule[]> {
  const body = {
    apiVersion: "authorization.k8s.io/v1",
    kind: "SelfSubjectRulesReview",
    spec: { namespace },
  };
  const path = "/apis/authorization.k8s.io/v1/selfsubjectrulesreviews";
  const { status } = await client.request<{
    readonly status: { readonly resourceRules?: readonly Rule[] | null };
  }>("POST", path, { body, signal });
  return status.resourceRules ?? [];
}
