import type { TestCluster } from "../cluster/support/test_cluster.ts";

/**
 * Makes a ServiceAccount with the rights that the plugin and its peers need.
 * @returns the environment by which they speak as it, with its token, as CI jobs do
 */
export async function user(
  cluster: TestCluster,
  namespace: string,
): Promise<{ KUBECONFIG: string; KUBECACHEDIR: string }> {
  const serviceAccount = { namespace, name: "ci" };
  await cluster.grantRole(namespace, { serviceAccount }, [{
    apiGroups: ["kubeapps.com"],
    resources: ["apprepositories"],
    verbs: ["get", "list", "update", "patch"],
  }]);
  return {
    KUBECONFIG: await cluster.kubeconfigFor({ serviceAccount, namespace }),
    KUBECACHEDIR: `${cluster.folder}/kubectl-cache`,
  };
}
