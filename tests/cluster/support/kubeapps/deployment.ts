// The Deployment of Kubeapps' controller, as its chart makes it.

import { TAINT } from "../../../../testcluster/nodes/node.ts";

export const DEPLOYMENT = "kubeapps-internal-apprepository-controller";

/** Its Pods run, and do nothing: the stand-in is not in the cluster. */
export function controllerDeployment(
  namespace: string,
  version: string,
  replicas: number,
): unknown {
  const labels = {
    "app.kubernetes.io/name": "kubeapps",
    "app.kubernetes.io/component": "apprepository",
    "app.kubernetes.io/instance": namespace,
    "app.kubernetes.io/version": version,
  };
  const container = {
    name: "controller",
    image: `docker.io/kubeapps/apprepository-controller:v${version}`,
    args: [
      "--user-agent-comment=kubeapps/stand-in",
      `--global-repos-namespace=${namespace}`,
      `--namespace=${namespace}`,
      "--crontab=*/10 * * * *",
    ],
  };
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: DEPLOYMENT, labels },
    spec: {
      replicas,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels, annotations: { "sim/outcome": "hang" } },
        spec: { containers: [container], tolerations: [{ key: TAINT.key, operator: "Exists" }] },
      },
    },
  };
}
