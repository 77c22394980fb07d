/** Which senders may refresh a repository, and whether they may do no more than that. */

import type { KubeClient } from "../../kube/api/client.ts";
import { ApiError } from "../../kube/api/errors.ts";
import { type KubeObject, objectName, type Resource } from "../../kube/api/resource.ts";
import type { RepositoryKey } from "../app_repository.ts";
import type { MissingRights } from "./missing_rights.ts";
import { isUnavailable } from "../grant/forbidden.ts";
import { lockApi } from "../grant/lock/lock_api.ts";
import { hasLock } from "../grant/lock/make_lock.ts";
import type { Account } from "../grant/objects/account.ts";
import type { Grantee } from "../grant/objects/grantee.ts";
import { isNamedFor } from "../grant/objects/bindings.ts";
import {
  clusterRoleBindings,
  clusterRoles,
  roleBindings,
  roles,
} from "../grant/objects/resources.ts";
import { mayRefresh, type Role } from "../grant/objects/rules.ts";

export interface Refresher {
  /** Undefined where a user or a group is bound. */
  readonly account?: Account;
  /** Bound by grant: other users are no senders as a rule. */
  readonly user?: string;
  /** Bound by grant, or of ServiceAccounts, such as `system:serviceaccounts:team-a`. */
  readonly group?: string;
  /** The binding, such as `rolebinding.rbac.authorization.k8s.io/x`. */
  readonly through: string;
  /** Undefined where there is no right to look. */
  readonly locked?: boolean;
}

type Who = Pick<Refresher, "account" | "user" | "group">;

interface Binding extends KubeObject {
  readonly roleRef?: { readonly kind?: string; readonly name?: string };
  readonly subjects?: readonly {
    readonly kind?: string;
    readonly name?: string;
    readonly namespace?: string;
  }[];
}

/** Kubernetes' own; its controllers may do anything, and nobody has their tokens. */
const bootstrapping = "kubernetes.io/bootstrapping";

/**
 * @param rights is told where a lock may not be looked at
 * @throws {ApiError} where the bindings or their roles may not be read
 */
export async function refreshers(
  client: KubeClient,
  { namespace, name }: RepositoryKey,
  rights: MissingRights,
  signal: AbortSignal,
): Promise<Refresher[]> {
  const found: Omit<Refresher, "locked">[] = [];
  for (
    const [resource, key] of [[roleBindings, { namespace }], [clusterRoleBindings, {}]] as const
  ) {
    for await (const binding of client.list<Binding>(resource, key, { signal })) {
      if (binding.metadata.labels?.[bootstrapping] !== undefined) continue;
      const subjects = sendersOf(binding);
      if (subjects.length === 0) continue;
      const rules = (await roleOf(client, binding, namespace, signal))?.rules ?? [];
      if (!mayRefresh(rules, name)) continue;
      const through = objectName(resource, binding.metadata.name ?? "");
      found.push(...subjects.map((who) => ({ ...who, through })));
    }
  }
  if (found.length === 0) return [];
  const isLocked = await lockOf(client, rights, signal);
  const refreshers: Refresher[] = [];
  for (const one of found) {
    const grantee = granteeOf(one);
    refreshers.push({ ...one, locked: grantee ? await isLocked(grantee) : false });
  }
  return refreshers;
}

function sendersOf(binding: Binding): Who[] {
  const { metadata, subjects = [] } = binding;
  return subjects.flatMap(({ kind, name = "", namespace = metadata.namespace ?? "" }): Who[] => {
    if (kind === "ServiceAccount") return [{ account: { namespace, name } }];
    const who = kind === "User" ? { user: name } : { group: name };
    return isNamedFor(who, binding) || (kind === "Group" && isOfAccounts(name)) ? [who] : [];
  });
}

function isOfAccounts(group: string): boolean {
  return /^system:(serviceaccounts(:|$)|authenticated$)/.test(group);
}

/** @returns undefined for what has no lock of its own */
function granteeOf({ account, user, group }: Who): Grantee | undefined {
  if (account) return account;
  if (user !== undefined) return { user };
  return group === undefined || isOfAccounts(group) ? undefined : { group };
}

/** @returns undefined for one that is not there */
async function roleOf(
  client: KubeClient,
  { roleRef: { kind, name } = {} }: Binding,
  namespace: string,
  signal: AbortSignal,
): Promise<Role | undefined> {
  const [resource, key]: [Resource, { namespace?: string; name?: string }] = kind === "ClusterRole"
    ? [clusterRoles, { name }]
    : [roles, { namespace, name }];
  try {
    return await client.get<Role>(resource, key, { signal });
  } catch (error) {
    if (error instanceof ApiError && error.code === 404) return undefined;
    throw error;
  }
}

async function lockOf(
  client: KubeClient,
  rights: MissingRights,
  signal: AbortSignal,
): Promise<(grantee: Grantee) => Promise<boolean | undefined>> {
  const api = await lockApi(client, signal);
  if (api === "none") return () => Promise.resolve(false);
  const version = api === "unknown" ? "v1" : api;
  return async (grantee) => {
    try {
      return await rights.look(hasLock(client, grantee, version, signal));
    } catch (error) {
      if (!isUnavailable(error)) throw error;
      return false;
    }
  };
}
