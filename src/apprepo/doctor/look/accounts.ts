/** Whom grant made rights for: their locks; of ServiceAccounts, their other rights and tokens, too. */

import type { KubeClient } from "../../../kube/api/client.ts";
import type { KubeObject, Resource } from "../../../kube/api/resource.ts";
import { isUnavailable } from "../../grant/forbidden.ts";
import { lockBinding, lockName, lockPolicy, relock } from "../../grant/lock/lock.ts";
import { lockApi } from "../../grant/lock/lock_api.ts";
import { type Grantee, isAccount, subjectOf } from "../../grant/objects/grantee.ts";
import type { Account, Subject } from "../../grant/objects/account.ts";
import type { RoleBinding } from "../../grant/objects/manifests.ts";
import { isNamedFor } from "../../grant/objects/bindings.ts";
import { marks } from "../../grant/objects/marks.ts";
import {
  type AdmissionVersion,
  policiesOf,
  policyBindingsOf,
  roleBindings,
} from "../../grant/objects/resources.ts";
import type { MissingRights } from "../../status/missing_rights.ts";
import { tokenSecrets } from "../../grant/objects/token_secrets.ts";
import { hookNameOf } from "../../hook/hook.ts";
import { type Lending, lendingOf } from "../../hook/lending.ts";
import type { AccountSeen, OutsiderSeen } from "../seen.ts";
import { RoleRights } from "./role_rights.ts";

export interface GrantedSeen {
  readonly accounts: readonly AccountSeen[];
  readonly outsiders: readonly OutsiderSeen[];
  /** What hooks lend to receivers; that is no grant of the receiver's account. */
  readonly lendings: readonly Lending[];
}

/** More are not asked about one by one. */
const mostAsked = 20;

const labelSelector = Object.entries(marks).map(([key, value]) => `${key}=${value}`).join(",");

/**
 * @param namespace undefined for all
 * @param missing is told what could not be seen of them
 * @throws {ApiError} where RoleBindings can't be listed
 */
export async function granteesSeen(
  client: KubeClient,
  namespace: string | undefined,
  missing: MissingRights,
  signal: AbortSignal,
): Promise<GrantedSeen> {
  const lendings: Lending[] = [];
  const bindings = new Map<string, { grantee: Grantee; bindings: RoleBinding[] }>();
  const query = { labelSelector };
  const listed = client.list<RoleBinding>(roleBindings, { namespace }, { query, signal });
  for await (const binding of listed) {
    const lending = lendingOf(binding);
    if (lending) {
      lendings.push(lending);
      continue;
    }
    for (const grantee of (binding.subjects ?? []).map(granteeOf)) {
      // Somebody else's binding that grant has adopted may bind people.
      if (!isAccount(grantee) && !isNamedFor(grantee, binding)) continue;
      const id = JSON.stringify(subjectOf(grantee));
      const known = bindings.get(id) ?? { grantee, bindings: [] };
      known.bindings.push(binding);
      bindings.set(id, known);
    }
  }
  if (bindings.size === 0) return { accounts: [], outsiders: [], lendings };
  const locks = await locksSeen(client, missing, signal);
  const rights = new RoleRights(client, missing, signal);
  const accounts: AccountSeen[] = [];
  const outsiders: OutsiderSeen[] = [];
  for (const { grantee, bindings: ones } of bindings.values()) {
    if (!isAccount(grantee)) {
      outsiders.push({ grantee, lock: locks(grantee) });
      continue;
    }
    const isAsked = accounts.length < mostAsked;
    accounts.push({
      account: grantee,
      namespaces: ones.flatMap(({ metadata }) => metadata.namespace ?? []),
      lock: locks(grantee),
      reach: isAsked ? await rights.reach(ones[0]!) : undefined,
      beyond: isAsked ? await rights.beyond(ones) : undefined,
      tokens: isAsked ? await missing.look(tokensOf(client, grantee, signal)) : undefined,
    });
  }
  return { accounts, outsiders, lendings };
}

function granteeOf({ kind, name, namespace = "" }: Subject): Grantee {
  if (kind === "ServiceAccount") return { namespace, name };
  return kind === "User" ? { user: name } : { group: name };
}

async function locksSeen(
  client: KubeClient,
  missing: MissingRights,
  signal: AbortSignal,
): Promise<(grantee: Grantee) => AccountSeen["lock"]> {
  const api = await lockApi(client, signal);
  if (api === "none") return () => "impossible";
  const version: AdmissionVersion = api === "unknown" ? "v1" : api;
  try {
    const policies = await missing.look(byName(client, policiesOf(version), signal));
    const bindings = await missing.look(byName(client, policyBindingsOf(version), signal));
    if (!policies || !bindings) return () => undefined;
    return (grantee) => {
      const name = lockName(grantee);
      const parts = [
        [policies.get(name), lockPolicy(grantee, version)],
        [bindings.get(name), lockBinding(grantee, version)],
      ] as const;
      if (parts.some(([there]) => there === undefined)) return "missing";
      return parts.every(([there, made]) => relock(there!, made) === there) ? "right" : "changed";
    };
  } catch (error) {
    if (!isUnavailable(error)) throw error;
    return () => undefined;
  }
}

async function byName(
  client: KubeClient,
  resource: Resource,
  signal: AbortSignal,
): Promise<Map<string, KubeObject>> {
  const found = new Map<string, KubeObject>();
  for await (const object of client.list(resource, {}, { query: { labelSelector }, signal })) {
    found.set(object.metadata.name ?? "", object);
  }
  return found;
}

async function tokensOf(
  client: KubeClient,
  account: Account,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const { ours, others } = await tokenSecrets(client, account, signal);
  // grant makes none for a hook's account: whoever did, it is not meant to be there.
  const counted = hookNameOf(account.name) === undefined ? ours : [...ours, ...others];
  return counted.map(({ metadata }) => metadata.name ?? "");
}
