/** What receivers may do beyond what hooks lent them: it should be nothing. */

import type { KubeClient } from "../../../kube/api/client.ts";
import type { Account } from "../../grant/objects/account.ts";
import type { RoleBinding } from "../../grant/objects/manifests.ts";
import { clusterRoleBindings, roleBindings, roles } from "../../grant/objects/resources.ts";
import type { Role } from "../../grant/objects/rules.ts";
import type { StrayRight } from "../seen.ts";
import { lendingOf } from "../../hook/lending.ts";
import { beyondLending, names } from "../lending.ts";

/**
 * Bindings of groups that it is in by being a ServiceAccount are everybody's, and not looked at.
 * @param namespace undefined for all
 */
export async function strayRights(
  client: Pick<KubeClient, "list">,
  receivers: readonly Account[],
  namespace: string | undefined,
  signal: AbortSignal,
): Promise<StrayRight[]> {
  const found: StrayRight[] = [];
  const lendings: { readonly account: Account; readonly binding: RoleBinding }[] = [];
  for (
    const [resource, key] of [[roleBindings, { namespace }], [clusterRoleBindings, {}]] as const
  ) {
    for await (const binding of client.list<RoleBinding>(resource, key, { signal })) {
      for (const account of receivers.filter((one) => names(binding, one))) {
        if (lendingOf(binding)) lendings.push({ account, binding });
        else found.push(strayRight(account, resource.kind, binding));
      }
    }
  }
  if (lendings.length === 0) return found;
  const rules = new Map<string, Role["rules"]>();
  for await (const { metadata, rules: of } of client.list<Role>(roles, { namespace }, { signal })) {
    rules.set(`${metadata.namespace}/${metadata.name}`, of);
  }
  for (const { account, binding } of lendings) {
    const { namespace, name = "" } = binding.metadata;
    const beyond = beyondLending(rules.get(`${namespace}/${name}`) ?? [], name);
    if (beyond.length === 0) continue;
    const gives = [...new Set(beyond)].join(", ");
    found.push({ ...strayRight(account, roleBindings.kind, binding), gives, isOfHook: true });
  }
  return found;
}

function strayRight(account: Account, kind: string, binding: RoleBinding): StrayRight {
  const { metadata: { namespace, name = "" }, roleRef, subjects } = binding;
  return {
    account,
    binding: { kind, namespace, name },
    gives: `${roleRef.kind} ${JSON.stringify(roleRef.name)}`,
    isOfHook: false,
    isShared: (subjects ?? []).length > 1,
  };
}
