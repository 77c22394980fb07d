/** By which labels the objects of Kubeapps' chart are known, from 2.1 to SAP's 3.0. */

import type { KubeObject } from "../../kube/api/resource.ts";

export const nameLabel = "app.kubernetes.io/name";
export const componentLabel = "app.kubernetes.io/component";
export const instanceLabel = "app.kubernetes.io/instance";
export const versionLabel = "app.kubernetes.io/version";
const chartLabel = "helm.sh/chart";

/** With the chart's `nameOverride` the name is that, and only the chart's own label tells. */
export function isOfKubeapps({ metadata: { labels = {} } }: KubeObject): boolean {
  return labels[nameLabel] === "kubeapps" || /^kubeapps-v?[0-9]/.test(labels[chartLabel] ?? "");
}
