/** Takes back Roles, as a whole or by names of AppRepositories. */

import type { KubeClient } from "../../../kube/api/client.ts";
import { objectName } from "../../../kube/api/resource.ts";
import { isUnavailable } from "../forbidden.ts";
import { isOurs } from "../objects/bindings.ts";
import { change, find, type Writing } from "../objects/ensure.ts";
import { type Grantee, roleName } from "../objects/grantee.ts";
import type { RoleBinding } from "../objects/manifests.ts";
import { isAdopted, isMarked } from "../objects/marks.ts";
import { roleBindings, roles } from "../objects/resources.ts";
import type { RevokeEvents, RevokeRequest } from "./revoke_request.ts";
import { unbound } from "../objects/role_binding.ts";
import { namesReached, refreshRule, type Role } from "../objects/rules.ts";

/**
 * Takes the account out of the binding; then deletes the account's own Role, which nothing else uses.
 * @returns whether the binding was deleted: nobody was left in it
 */
export async function unbind(
  client: KubeClient,
  account: Grantee,
  binding: RoleBinding,
  writing: Writing,
  events: RevokeEvents,
): Promise<boolean> {
  const made = await change(
    client,
    roleBindings,
    binding,
    (there) => unbound(there, account),
    writing,
  );
  if (made) events.made(made);
  if (isOfOwnRole(account, binding)) {
    await deleteOwn(client, account, binding.metadata.namespace, writing, events);
  }
  return made?.outcome === "deleted";
}

/**
 * Deletes the account's own Role where a revoke that ended half-way left it without a binding.
 * @param known the bindings of the account, undone or not: their Roles were seen to, or stay
 */
export async function deleteUnbound(
  client: KubeClient,
  account: Grantee,
  namespace: string,
  known: readonly RoleBinding[],
  writing: Writing,
  events: RevokeEvents,
): Promise<void> {
  const isSeenTo = known.some((one) =>
    one.metadata.namespace === namespace && isOfOwnRole(account, one)
  );
  if (isSeenTo) return;
  try {
    await deleteOwn(client, account, namespace, writing, events);
  } catch (error) {
    // Without a binding it gives nobody anything.
    if (!isUnavailable(error)) throw error;
  }
}

export function ownRole(
  client: KubeClient,
  account: Grantee,
  namespace: string | undefined,
  signal: AbortSignal,
): Promise<Role | undefined> {
  return find<Role>(client, roles, { metadata: { namespace, name: roleName(account) } }, signal);
}

function isOfOwnRole(account: Grantee, { roleRef }: RoleBinding): boolean {
  return roleRef.kind === "Role" && roleRef.name === roleName(account);
}

async function deleteOwn(
  client: KubeClient,
  account: Grantee,
  namespace: string | undefined,
  writing: Writing,
  events: RevokeEvents,
): Promise<void> {
  const role = await ownRole(client, account, namespace, writing.signal);
  if (!role) return;
  if (!isMarked(role) || isAdopted(role)) {
    return events.left(objectName(roles, roleName(account)), "it was there before the grant");
  }
  const made = await change(client, roles, role, () => undefined, writing);
  if (made) events.made(made);
}

/**
 * Takes the named AppRepositories out of the account's Roles.
 * @returns the bindings of the Roles that reach nothing any more, which are deleted with them
 */
export async function withoutNames(
  client: KubeClient,
  { account, targets = [] }: RevokeRequest,
  bindings: readonly RoleBinding[],
  writing: Writing,
  events: RevokeEvents,
): Promise<RoleBinding[]> {
  const gone: RoleBinding[] = [];
  for (const { namespace, names } of targets) {
    if (names === undefined) continue;
    const here = bindings.filter(({ metadata }) => metadata.namespace === namespace);
    for (const binding of here) {
      if (!isOurs(account, binding)) continue;
      if (await takeNames(client, account, binding, names, writing, events)) gone.push(binding);
    }
  }
  return gone;
}

async function takeNames(
  client: KubeClient,
  account: Grantee,
  binding: RoleBinding,
  names: readonly string[],
  writing: Writing,
  events: RevokeEvents,
): Promise<boolean> {
  const { name = "", namespace } = binding.metadata;
  const { roleRef } = binding;
  const metadata = { namespace, name: roleRef.name };
  const role = roleRef.kind === "Role"
    ? await find<Role>(client, roles, { metadata }, writing.signal)
    : undefined;
  const reached = role && namesReached(role.rules ?? []);
  if (!role || reached === undefined) {
    events.left(
      objectName(roleBindings, name),
      `it reaches every AppRepository in namespace ${namespace}, which revoke without names ends`,
    );
    return false;
  }
  if (reached.some((one) => !names.includes(one))) {
    const made = await change(client, roles, role, (there) => taken(there, names), writing);
    if (made) events.made(made);
    return false;
  }
  await unbind(client, account, binding, writing, events);
  return true;
}

/** The Role without the names; the same one where it has none of them. */
function taken(role: Role, names: readonly string[]): Role {
  const before = namesReached(role.rules ?? []);
  const after = before?.filter((name) => !names.includes(name));
  if (before === undefined || after === undefined || after.length === before.length) return role;
  return { ...role, rules: [refreshRule(after)] };
}
