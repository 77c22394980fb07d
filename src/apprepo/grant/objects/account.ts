/** The ServiceAccount that a webhook speaks as. */

export interface Account {
  readonly namespace: string;
  readonly name: string;
}

/** What Kubeapps' how-to calls the ServiceAccount, the ClusterRole and the RoleBindings. */
export const usualName = "apprepositories-refresh";

/** As the API server knows the one who speaks, in CEL and in reviews. */
export function userName({ namespace, name }: Account): string {
  return `system:serviceaccount:${namespace}:${name}`;
}

/** The flags that lead another command to the same account. */
export function accountWords({ namespace, name }: Account): string {
  return name === usualName ? `-n ${namespace}` : `--serviceaccount ${namespace}:${name}`;
}

/** An entry of a RoleBinding's `subjects`. */
export interface Subject {
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
  readonly apiGroup?: string;
}
