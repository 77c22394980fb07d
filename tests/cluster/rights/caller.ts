// Somebody who has some rights, and no others.

import type { Rule } from "../support/rbac.ts";
import type { TestCluster } from "../support/test_cluster.ts";

/** A right, and where it is given: `cluster`, or the namespace that the name stands for. */
export interface Right {
  readonly verb: string;
  readonly group: string;
  readonly resource: string;
  readonly places: readonly ("team" | "kubeapps" | "cluster")[];
}

export interface Places {
  readonly team: string;
  readonly kubeapps: string;
}

export function right(
  verb: string,
  group: string,
  resource: string,
  ...places: Right["places"][number][]
): Right {
  return { verb, group, resource, places };
}

/** A name that no other caller has. */
export function callerName(): string {
  return `caller-${crypto.randomUUID().slice(0, 8)}`;
}

/** @returns a kubeconfig, of which the namespace is the team's */
export async function callerWith(
  cluster: TestCluster,
  places: Places,
  rights: readonly Right[],
  user = callerName(),
): Promise<string> {
  for (const place of ["team", "kubeapps", "cluster"] as const) {
    const rules = rights.filter((right) => right.places.includes(place)).map(rule);
    if (rules.length === 0) continue;
    if (place === "cluster") await cluster.grantClusterRole({ user }, rules);
    else await cluster.grantRole(places[place], { user }, rules);
  }
  return await cluster.kubeconfigFor({ user, namespace: places.team });
}

function rule({ verb, group, resource }: Right): Rule {
  return { apiGroups: [group], resources: [resource], verbs: [verb] };
}
