/** Whom `grant` and `revoke` are about: a ServiceAccount, or a user or a group that has tokens of its own. */

import { usualName } from "../../apprepo/grant/objects/account.ts";
import {
  called,
  type Grantee,
  type Group,
  type User,
} from "../../apprepo/grant/objects/grantee.ts";
import { UsageError } from "../usage_error.ts";
import { parseGranted, serviceAccountFlag } from "./account_flags.ts";
import type { FlagDefinition } from "./flags.ts";

/** As `kubectl create rolebinding` calls them. */
export const granteeFlags = {
  group: subjectFlag(
    "A group of users that the API server knows by their own tokens, instead of a ServiceAccount",
  ),
  serviceaccount: serviceAccountFlag,
  user: subjectFlag(
    "A user that the API server knows by a token of its own, instead of a ServiceAccount; as with 'kubectl create rolebinding', not the kubeconfig user to use, which --context chooses",
  ),
};

export interface GranteeValues {
  readonly group?: string;
  readonly serviceaccount: string;
  readonly user?: string;
}

/** Set to an empty text it counts as given, so that an unset variable grants nobody else anything. */
function subjectFlag(description: string): FlagDefinition<string | undefined> {
  return {
    description,
    fallback: undefined,
    parse(given, before) {
      if (before === undefined || before === given) return given;
      throw new Error("it takes one name; run the command once for each");
    },
  };
}

/** @throws {UsageError} */
export function parseGrantee(values: GranteeValues, fallbackNamespace: string): Grantee {
  const { user, group, serviceaccount } = values;
  if (user === undefined && group === undefined) {
    return parseGranted(serviceaccount, fallbackNamespace);
  }
  if (user !== undefined && group !== undefined) fail("--user and --group can't be combined");
  const flag = user === undefined ? "--group" : "--user";
  if (serviceaccount !== usualName) fail(`${flag} and --serviceaccount can't be combined`);
  const grantee = user === undefined ? { group: group! } : { user };
  checkName(grantee, flag, user ?? group!);
  return grantee;
}

function checkName(grantee: User | Group, flag: string, name: string): void {
  if (name.trim() === "") fail(`${flag} wants a name`);
  if (!name.startsWith("system:")) return;
  const [, namespace, account] = /^system:serviceaccount:([^:]+):([^:]+)$/.exec(name) ?? [];
  fail(
    `${called(grantee)} is one of Kubernetes' own, as all that begin with "system:": ` +
      (account !== undefined && "user" in grantee
        ? `for a ServiceAccount use --serviceaccount ${namespace}:${account}`
        : `no sender's token says it, and rights and a lock would reach others than senders`),
  );
}

function fail(message: string): never {
  throw new UsageError(message);
}
