/** Gives somebody the right to refresh AppRepositories, and nothing else. */

import type { KubeClient } from "../../kube/api/client.ts";
import { ApiError } from "../../kube/api/errors.ts";
import { concurrently } from "../refresh/concurrently.ts";
import type { Account } from "./objects/account.ts";
import { type Grantee, isAccount } from "./objects/grantee.ts";
import { chooseClusterRole, type ClusterRoleWish, completed } from "./objects/cluster_role.ts";
import { ensure, type Made, type Writing } from "./objects/ensure.ts";
import { type Lock, LockUnavailable, makeLock } from "./lock/make_lock.ts";
import {
  clusterRole as clusterRoleManifest,
  role as roleManifest,
  type RoleBinding,
  roleBinding,
  serviceAccount,
} from "./objects/manifests.ts";
import { adopt } from "./objects/marks.ts";
import type { GrantRequest, Target } from "./request.ts";
import {
  clusterRoles,
  roleBindings,
  roles,
  secrets,
  serviceAccounts,
} from "./objects/resources.ts";
import { joined } from "./objects/role.ts";
import { bound } from "./objects/role_binding.ts";
import type { Role } from "./objects/rules.ts";
import { ensureTokenSecret, filledToken, visibleTokenSecrets } from "./objects/token_secrets.ts";
import { widerRights } from "./objects/wider_rights.ts";

/** What there is to tell while it goes on. */
export interface GrantEvents {
  made(made: Made): void;
  /** The lock could not be made, and is left out. */
  unlocked(reason: LockUnavailable): void;
  /** The lock is made of a beta, which may not be in force. */
  beta(): void;
  /** A namespace could not be reached; the others are. */
  failed(target: Target, error: unknown): void;
  /** The account reaches more of the namespace than this grant gives; `by` says by what. */
  wider(namespace: string, by: string): void;
}

const atOnce = 8;

/**
 * Makes what is missing, in an order in which no right is there before its lock.
 * @returns the token, where the request wants one in a Secret
 * @throws {GrantError} {ApiError} {ConnectionError} what ended it; what was made until then stays
 */
export async function grant(
  client: KubeClient,
  request: GrantRequest,
  kubeappsNamespaces: readonly string[],
  writing: Writing,
  events: GrantEvents,
): Promise<string | undefined> {
  const { account } = request;
  const wish = { name: request.clusterRole, reconcile: request.reconcile, kubeappsNamespaces };
  const chosen = request.by === "clusterRole"
    ? await chooseClusterRole(client, wish, writing.signal)
    : undefined;
  if (isAccount(account)) {
    const manifest = serviceAccount(account);
    events.made(await ensure(client, serviceAccounts, manifest, adopt, writing));
  }
  const lock = request.lock ? await lockIfPossible(client, request, writing, events) : undefined;
  const clusterRole = chosen && await ensureClusterRole(client, chosen, wish, writing);
  if (clusterRole) events.made(clusterRole);
  await lock?.inForce();
  await concurrently(each(request.targets), atOnce, async (target) => {
    try {
      await reach(client, request, target, clusterRole, writing, events);
    } catch (error) {
      writing.signal.throwIfAborted();
      events.failed(target, error);
    }
  });
  await lock?.keep();
  if (request.tokenType !== "secret" || !isAccount(account)) return undefined;
  return await token(client, account, writing, events);
}

async function* each(targets: readonly Target[]): AsyncGenerator<Target> {
  yield* targets;
}

async function lockIfPossible(
  client: KubeClient,
  { account }: GrantRequest,
  writing: Writing,
  events: GrantEvents,
): Promise<Lock | undefined> {
  try {
    const lock = await makeLock(client, account, writing, (made) => events.made(made));
    if (lock.version !== "v1") events.beta();
    return lock;
  } catch (error) {
    if (!(error instanceof LockUnavailable)) throw error;
    events.unlocked(error);
    return undefined;
  }
}

async function ensureClusterRole(
  client: KubeClient,
  { role, isThere }: Awaited<ReturnType<typeof chooseClusterRole>>,
  wish: Pick<ClusterRoleWish, "name" | "reconcile">,
  writing: Writing,
): Promise<Made> {
  if (isThere) return { resource: clusterRoles, object: role, outcome: "unchanged" };
  const desired = clusterRoleManifest(role.metadata.name ?? "");
  return await ensure<Role>(
    client,
    clusterRoles,
    desired,
    (there) => completed(there, wish),
    writing,
  );
}

async function reach(
  client: KubeClient,
  request: GrantRequest,
  target: Target,
  clusterRole: Made | undefined,
  writing: Writing,
  events: GrantEvents,
): Promise<void> {
  const { account } = request;
  const { namespace, names } = target;
  const role = clusterRole ?? await ensureRole(client, account, target, writing);
  if (role !== clusterRole) events.made(role);
  const to = clusterRole ? { clusterRole: clusterRole.object.metadata.name! } : "role";
  const desired = roleBinding(account, namespace, to);
  events.made(await bind(client, account, desired, role, writing));
  if (names === undefined) return;
  const wider = await widerRights(client, account, namespace, writing.signal);
  if (typeof wider === "object") events.wider(namespace, wider.by);
}

function ensureRole(
  client: KubeClient,
  account: Grantee,
  { namespace, names }: Target,
  writing: Writing,
): Promise<Made> {
  const desired = roleManifest(account, namespace, names);
  return ensure<Role>(client, roles, desired, (there) => joined(there, names), writing);
}

async function bind(
  client: KubeClient,
  account: Grantee,
  desired: RoleBinding,
  role: Made,
  writing: Writing,
): Promise<Made> {
  try {
    return await ensure<RoleBinding>(
      client,
      roleBindings,
      desired,
      (existing) => bound(existing, desired, account),
      writing,
    );
  } catch (error) {
    // In a dry run the role is not there to be bound; it would be.
    const isRoleMissing = error instanceof ApiError && error.code === 404 &&
      writing.dryRun === "server" && role.outcome === "created";
    if (!isRoleMissing) throw error;
    return { resource: roleBindings, object: desired, outcome: "created" };
  }
}

async function token(
  client: KubeClient,
  account: Account,
  writing: Writing,
  events: GrantEvents,
): Promise<string | undefined> {
  const { ours: [current] } = await visibleTokenSecrets(client, account, writing.signal);
  const made = current
    ? { resource: secrets, object: current, outcome: "unchanged" as const }
    : await ensureTokenSecret(client, account, 1, writing);
  events.made(made);
  return writing.dryRun === "none" ? await filledToken(client, made.object, writing) : undefined;
}
