/** A lock takes away all else that a user or a group may do to AppRepositories: that is asked first. */

import { lockApi } from "../../../apprepo/grant/lock/lock_api.ts";
import { isLockThere } from "../../../apprepo/grant/lock/make_lock.ts";
import {
  called,
  type Group,
  isAccount,
  type User,
} from "../../../apprepo/grant/objects/grantee.ts";
import { type OwnIdentity, ownIdentity } from "../../../apprepo/grant/own_identity.ts";
import type { GrantRequest } from "../../../apprepo/grant/request.ts";
import type { KubeClient } from "../../../kube/api/client.ts";
import { escapeTerminal } from "../../../output/escape.ts";
import { confirm } from "../../confirm.ts";
import type { CommandContext } from "../../context.ts";
import { UsageError } from "../../usage_error.ts";

/**
 * Asks where a lock is to be made that is not there yet. Of a ServiceAccount, which is a sender's
 * alone as a rule, nobody is asked.
 * @throws {UsageError} where it is not confirmed, or would lock the caller
 */
export async function confirmLock(
  context: CommandContext,
  client: KubeClient,
  { account, lock }: GrantRequest,
  yes: boolean,
): Promise<void> {
  if (!lock || isAccount(account)) return;
  const { stop } = context;
  if (await lockApi(client, stop) === "none" || await isLockThere(client, account, stop)) return;
  const own = await ownIdentity(client, stop);
  if (own && isCaller(account, own)) {
    throw new UsageError(
      `you are ${"user" in account ? "" : "in "}${called(account)} yourself, and the lock would ` +
        "keep you from changing any AppRepository\nName one that only senders have.",
    );
  }
  await confirm(context, escapeTerminal(meaningOf(account)), yes);
}

function isCaller(grantee: User | Group, { username, groups = [] }: OwnIdentity): boolean {
  return "user" in grantee ? username === grantee.user : groups.includes(grantee.group);
}

function meaningOf(grantee: User | Group): string {
  const held = "user" in grantee
    ? `${called(grantee)} is locked with this: it`
    : `Every member of ${called(grantee)} is locked with this, human admins included: they`;
  const text = `${held} can refresh AppRepositories, and can no longer create, change or delete ` +
    "any, in whatever namespace and by whatever rights.";
  return text.charAt(0).toUpperCase() + text.slice(1);
}
