/** A grant as manifests, for those who keep theirs in git. */

import type { KubeObject } from "../../kube/api/resource.ts";
import { usualName } from "./objects/account.ts";
import { isAccount } from "./objects/grantee.ts";
import { lockBinding, lockPolicy } from "./lock/lock.ts";
import {
  clusterRole,
  role,
  roleBinding,
  serviceAccount,
  tokenSecret,
} from "./objects/manifests.ts";
import type { GrantRequest } from "./request.ts";
import { secretName } from "./objects/token_secrets.ts";

/** In the order in which they can be applied. A ClusterRole that the user named is taken to be there. */
export function grantManifests(request: GrantRequest): KubeObject[] {
  const { account, targets, by, lock, tokenType } = request;
  const name = request.clusterRole ?? usualName;
  const makesRole = request.clusterRole === undefined || request.reconcile;
  return [
    ...(isAccount(account) ? [serviceAccount(account)] : []),
    ...(lock ? [lockPolicy(account), lockBinding(account)] : []),
    ...(by === "clusterRole" && makesRole ? [clusterRole(name)] : []),
    ...targets.flatMap(({ namespace, names }) => [
      ...(by === "role" ? [role(account, namespace, names)] : []),
      roleBinding(account, namespace, by === "role" ? "role" : { clusterRole: name }),
    ]),
    ...(tokenType === "secret" && isAccount(account)
      ? [tokenSecret(account, secretName(account, 1))]
      : []),
  ];
}
