/** Which ClusterRole a grant binds: one that is there and gives what a refresh takes, or a new one. */

import type { KubeClient } from "../../../kube/api/client.ts";
import { usualName } from "./account.ts";
import { find } from "./ensure.ts";
import { GrantError } from "../grant_error.ts";
import { clusterRole } from "./manifests.ts";
import { clusterRoles } from "./resources.ts";
import { missingVerbs, refreshRule, rightsBeyond, type Role, type Rule } from "./rules.ts";

export interface ClusterRoleWish {
  /** The one that the user named. */
  readonly name?: string;
  /** Adds the rights that are missing. */
  readonly reconcile: boolean;
  /** Where Kubeapps may be installed: its chart's ClusterRole is called after that. */
  readonly kubeappsNamespaces: readonly string[];
}

/**
 * Reads only.
 * @returns the ClusterRole to bind; `isThere` where it exists and gives what it should
 * @throws {GrantError} where the one that is there gives too little or too much
 */
export async function chooseClusterRole(
  client: KubeClient,
  wish: ClusterRoleWish,
  signal: AbortSignal,
): Promise<{ readonly role: Role; readonly isThere: boolean }> {
  const names = wish.name === undefined
    ? [
      usualName,
      ...wish.kubeappsNamespaces.map((namespace) => `kubeapps:${namespace}:${usualName}`),
    ]
    : [wish.name];
  for (const name of names) {
    const existing = await find<Role>(client, clusterRoles, { metadata: { name } }, signal);
    if (!existing) continue;
    const role = completed(existing, wish);
    return { role, isThere: role === existing };
  }
  if (wish.name !== undefined && !wish.reconcile) {
    throw new GrantError(
      `there is no ClusterRole "${wish.name}"\nAdd --reconcile to make it, or leave --clusterrole out.`,
    );
  }
  return { role: clusterRole(wish.name ?? usualName), isThere: false };
}

/** @returns the same role where it gives what a refresh takes */
export function completed(
  role: Role,
  { name, reconcile }: Pick<ClusterRoleWish, "name" | "reconcile">,
): Role {
  const rules: readonly Rule[] = role.rules ?? [];
  const called = `ClusterRole "${role.metadata.name}"`;
  const beyond = rightsBeyond(rules);
  if (beyond.length > 0 && name === undefined) {
    throw new GrantError(
      `${called} gives more than a refresh takes: ${
        beyond.join(", ")
      }\nName another one with --clusterrole, or this one to accept what it gives.`,
    );
  }
  const missing = missingVerbs(rules);
  if (missing.length === 0) return role;
  if (role.aggregationRule !== undefined || !reconcile) {
    throw new GrantError(
      `${called} gives less than a refresh takes: it lacks ${
        missing.join(" and ")
      } of apprepositories.kubeapps.com\n${
        role.aggregationRule === undefined
          ? "Add --reconcile to add what is missing, or name another one with --clusterrole."
          : "It is put together from other ClusterRoles, so name another one with --clusterrole."
      }`,
    );
  }
  return { ...role, rules: [...rules, refreshRule()] };
}
