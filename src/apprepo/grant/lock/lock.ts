/**
 * The lock: for each granted ServiceAccount, user or group a ValidatingAdmissionPolicy that lets it do
 * nothing to AppRepositories but refresh them. It looks at who writes before anything else, so that nobody
 * else's writes can fail by it. Why there is one for each: docs/decisions/0005-lock.md.
 */

import { ApiError } from "../../../kube/api/errors.ts";
import type { KubeObject } from "../../../kube/api/resource.ts";
import { appRepositories } from "../../app_repository.ts";
import { commandWord } from "../../command_word.ts";
import { type Grantee, isAccount, labelOf } from "../objects/grantee.ts";
import { isEqual } from "../objects/is_equal.ts";
import { whoIsLocked } from "./lock_condition.ts";
import { validationsFor, variables } from "./lock_rules.ts";
import { marks } from "../objects/marks.ts";
import {
  type AdmissionVersion,
  policiesOf,
  policyBindingsOf,
  typeOf,
} from "../objects/resources.ts";

const lockPrefix = "apprepositories-refresh.";

/** A namespace has no dots, so that no two accounts share a name; that of others has one dot less. */
export function lockName(grantee: Grantee): string {
  if (isAccount(grantee)) return `${lockPrefix}${grantee.namespace}.${grantee.name}`;
  const { kind, label } = labelOf(grantee);
  return `${lockPrefix}${kind}-${label}`;
}

/** For an admin, where a lock stays that nobody needs. */
export function endLockCommand(grantee: Grantee): string {
  return `kubectl delete validatingadmissionpolicybinding,validatingadmissionpolicy ${
    commandWord(lockName(grantee))
  }`;
}

export function lockPolicy(grantee: Grantee, version: AdmissionVersion = "v1"): KubeObject {
  const { group, plural } = appRepositories;
  return {
    ...typeOf(policiesOf(version)),
    metadata: { name: lockName(grantee), labels: { ...marks } },
    spec: {
      failurePolicy: "Fail",
      matchConstraints: {
        matchPolicy: "Equivalent",
        namespaceSelector: {},
        objectSelector: {},
        resourceRules: [{
          apiGroups: [group],
          apiVersions: ["*"],
          operations: ["CREATE", "UPDATE", "DELETE"],
          resources: [plural, `${plural}/*`],
          scope: "*",
        }],
      },
      matchConditions: [whoIsLocked(grantee)],
      variables,
      validations: validationsFor(grantee),
    },
  };
}

export function lockBinding(grantee: Grantee, version: AdmissionVersion = "v1"): KubeObject {
  const name = lockName(grantee);
  return {
    ...typeOf(policyBindingsOf(version)),
    metadata: { name, labels: { ...marks } },
    spec: { policyName: name, validationActions: ["Deny"] },
  };
}

/**
 * The lock that is there, put right where somebody changed it.
 * @returns the same object where it is right already
 */
export function relock(existing: KubeObject, desired: KubeObject): KubeObject {
  if (isEqual(existing.spec, desired.spec)) return existing;
  return { ...existing, spec: desired.spec };
}

/** Whether a policy refused the write, and not the want of rights. */
export function isLockRefusal(error: unknown): boolean {
  return error instanceof ApiError && error.code === 403 &&
    (error.status.message ?? "").includes(`ValidatingAdmissionPolicy '${lockPrefix}`);
}
