// Tokens with and without the rights that a refresh takes.

import type { TestCluster } from "../../cluster/support/test_cluster.ts";

export const refreshRule = {
  apiGroups: ["kubeapps.com"],
  resources: ["apprepositories"],
  verbs: ["get", "update"],
};

/** The token of a ServiceAccount that has these verbs for AppRepositories in its namespace, none without. */
export async function callerToken(
  cluster: TestCluster,
  namespace: string,
  name: string,
  verbs: string[] = [],
): Promise<string> {
  const serviceAccount = { namespace, name };
  const token = await cluster.token(serviceAccount);
  if (verbs.length > 0) {
    await cluster.grantRole(namespace, { serviceAccount }, [{ ...refreshRule, verbs }]);
  }
  return token;
}
