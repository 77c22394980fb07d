/** What lends a hook to the receiver: the reading of its Secret, and tokens of its account, by name. */

import type { KubeClient } from "../../kube/api/client.ts";
import { ApiError } from "../../kube/api/errors.ts";
import { GrantError } from "../grant/grant_error.ts";
import type { Account } from "../grant/objects/account.ts";
import { ensure, type Made, type Writing } from "../grant/objects/ensure.ts";
import { isEqual } from "../grant/objects/is_equal.ts";
import type { RoleBinding } from "../grant/objects/manifests.ts";
import { isMarked, marks } from "../grant/objects/marks.ts";
import { roleBindings, roles, typeOf } from "../grant/objects/resources.ts";
import type { Role, Rule } from "../grant/objects/rules.ts";
import { type HookName, hookNameOf, hookObjectName, isHookName } from "./hook.ts";

function metadataOf({ namespace, name }: HookName) {
  return { name: hookObjectName(name), namespace, labels: { ...marks } };
}

/** @param objectName of the Secret and of the ServiceAccount */
export function lendingRules(objectName: string): Rule[] {
  const one = { apiGroups: [""], resourceNames: [objectName] };
  return [
    { ...one, resources: ["secrets"], verbs: ["get"] },
    { ...one, resources: ["serviceaccounts/token"], verbs: ["create"] },
  ];
}

export function lendingRole(hook: HookName): Role {
  const metadata = metadataOf(hook);
  return { ...typeOf(roles), metadata, rules: lendingRules(metadata.name) };
}

export function lendingBinding(hook: HookName, receiver: Account): RoleBinding {
  return {
    ...typeOf(roleBindings),
    metadata: metadataOf(hook),
    roleRef: { apiGroup: roles.group, kind: roles.kind, name: hookObjectName(hook.name) },
    subjects: [{ kind: "ServiceAccount", name: receiver.name, namespace: receiver.namespace }],
  };
}

export interface Lending extends HookName {
  readonly to: readonly Account[];
}

/** @returns undefined for any other binding, such as that of a hook's own account */
export function lendingOf({ metadata, roleRef, subjects }: RoleBinding): Lending | undefined {
  const { namespace, name: objectName = "" } = metadata;
  const name = hookNameOf(objectName);
  if (namespace === undefined || name === undefined || !isHookName(name)) return undefined;
  if (roleRef.kind !== "Role" || roleRef.name !== objectName) return undefined;
  const to = (subjects ?? []).filter(({ kind }) => kind === "ServiceAccount")
    .map(({ name, namespace: home = "" }) => ({ namespace: home, name }));
  return { namespace, name, to };
}

/**
 * @throws {GrantError} where an object of that name is somebody else's
 * @throws {ApiError} {ConnectionError}
 */
export async function lend(
  client: KubeClient,
  hook: HookName,
  receiver: Account,
  writing: Writing,
  made: (made: Made) => void,
): Promise<void> {
  const wanted = lendingRole(hook);
  const role = await ensure<Role>(client, roles, wanted, (there) => {
    checkOurs(there.kind ?? roles.kind, there);
    return isEqual(there.rules, wanted.rules) ? there : { ...there, rules: wanted.rules };
  }, writing);
  made(role);
  made(await bind(client, lendingBinding(hook, receiver), role, writing));
}

async function bind(
  client: KubeClient,
  wanted: RoleBinding,
  role: Made,
  writing: Writing,
): Promise<Made> {
  try {
    return await ensure<RoleBinding>(client, roleBindings, wanted, (there) => {
      checkOurs(there.kind ?? roleBindings.kind, there);
      if (!isEqual(there.roleRef, wanted.roleRef)) throw foreign(roleBindings.kind, there);
      return isEqual(there.subjects, wanted.subjects)
        ? there
        : { ...there, subjects: wanted.subjects };
    }, writing);
  } catch (error) {
    // In a dry run the role is not there to be bound; it would be.
    const isRoleMissing = error instanceof ApiError && error.code === 404 &&
      writing.dryRun === "server" && role.outcome === "created";
    if (!isRoleMissing) throw error;
    return { resource: roleBindings, object: wanted, outcome: "created" };
  }
}

function checkOurs(kind: string, there: Role | RoleBinding): void {
  if (!isMarked(there)) throw foreign(kind, there);
}

function foreign(kind: string, { metadata: { name, namespace } }: Role | RoleBinding): GrantError {
  return new GrantError(
    `${kind} "${name}" in namespace "${namespace}" is none that lends a hook, and its name is needed for one\nRename or delete it, or give the hook another name.`,
  );
}
