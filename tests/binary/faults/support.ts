// One namespace, one proxy, one run of the program through it.

import { testCluster } from "../../cluster/support/cluster.ts";
import type { RunResult } from "../../cluster/support/run.ts";
import { countsOf } from "../support/account.ts";
import { apprepo } from "../support/apprepo.ts";
import { type Exchange, FaultProxy, type Plan } from "./fault_proxy.ts";

export const cluster = await testCluster();

const account = { namespace: await cluster.namespace("faults"), name: "admin" };
await cluster.grantClusterRole({ serviceAccount: account }, [{
  apiGroups: ["kubeapps.com"],
  resources: ["apprepositories"],
  verbs: ["get", "list", "update"],
}]);

/** Of a user with a token, which the proxy can hand on. */
const kubeconfig = await cluster.kubeconfigFor({ serviceAccount: account });

export interface Outcome extends RunResult {
  /** spec.resyncRequests of each repository, as the API server itself has it afterwards. */
  readonly counts: Record<string, number>;
  readonly proxy: FaultProxy;
}

/** Makes the repositories in a namespace of their own, and runs the program with `args` there. */
export async function refreshThrough(
  plan: Plan,
  args: readonly string[],
  names: readonly string[] = ["a"],
): Promise<Outcome> {
  const namespace = await cluster.namespace("faults");
  await Promise.all(names.map((name) => cluster.createRepository(namespace, name)));
  await using proxy = new FaultProxy(cluster, plan);
  const words = [...args, `--namespace=${namespace}`, `--server=${proxy.url}`];
  const result = await apprepo(["refresh", ...words], { kubeconfig, timeout: 120_000 });
  return { ...result, counts: await countsOf(cluster, namespace), proxy };
}

/** Another writer raises the AppRepository that an exchange is about. */
export async function rivalRaises({ namespace, name }: Exchange): Promise<void> {
  using api = cluster.api();
  const path = `/apis/kubeapps.com/v1alpha1/namespaces/${namespace}/apprepositories/${name}`;
  const resyncRequests = await cluster.resyncRequests(namespace, name) + 1;
  await api.patch(path, { spec: { resyncRequests } });
}
