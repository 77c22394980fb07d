// The ServiceAccount that a webhook's sender acts as, with its token Secret.

import type { Api } from "../../../testcluster/api.ts";
import type { TestCluster } from "../support/test_cluster.ts";

export const accountName = "apprepositories-refresh";

interface Secret {
  data?: { token?: string };
}

/** @returns the token, which the controller manager has written into the Secret */
export async function createAccount(
  api: Api,
  namespace: string,
  name = accountName,
): Promise<string> {
  const path = `/api/v1/namespaces/${namespace}`;
  const metadata = { name };
  await api.create(`${path}/serviceaccounts`, {
    apiVersion: "v1",
    kind: "ServiceAccount",
    metadata,
  });
  await api.create(`${path}/secrets`, {
    apiVersion: "v1",
    kind: "Secret",
    metadata: {
      name: `${name}-token`,
      annotations: { "kubernetes.io/service-account.name": name },
    },
    type: "kubernetes.io/service-account-token",
  });
  const deadline = Date.now() + 30_000;
  while (Date.now() < deadline) {
    const { data } = await api.get<Secret>(`${path}/secrets/${name}-token`);
    if (data?.token) return atob(data.token);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error("the token Secret was not filled within 30 seconds");
}

/** The documented role: to get and update AppRepositories. */
export async function grantRefresh(
  cluster: TestCluster,
  namespace: string,
  name = accountName,
  verbs = ["get", "update"],
): Promise<void> {
  const rule = { apiGroups: ["kubeapps.com"], resources: ["apprepositories"] };
  const rules = verbs.map((verb) => ({ ...rule, verbs: [verb] }));
  await cluster.grantRole(namespace, { serviceAccount: { namespace, name } }, rules);
}
