/** Which ServiceAccount `grant`, `token` and `revoke` are about. */

import { type Account, usualName } from "../../apprepo/grant/objects/account.ts";
import { pathSegmentFault } from "../../kube/api/resource.ts";
import { textOr } from "./flags.ts";
import { UsageError } from "../usage_error.ts";

export const serviceAccountFlag = textOr(
  usualName,
  "The ServiceAccount as NAME, in the namespace of -n, or as NAMESPACE:NAME",
  { offer: "accounts" },
);

const label = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
const namespacePattern = new RegExp(`^${label}$`);
const namePattern = new RegExp(`^${label}(\\.${label})*$`);

/** @throws {UsageError} */
export function parseAccount(given: string, fallbackNamespace: string): Account {
  const parts = given.split(":");
  const [namespace, name] = parts.length === 1 ? [fallbackNamespace, given] : parts;
  if (parts.length > 2 || !name || !namePattern.test(name)) {
    throw new UsageError(
      `--serviceaccount wants NAME or NAMESPACE:NAME, not ${JSON.stringify(given)}`,
    );
  }
  return { namespace: parseNamespace(namespace ?? ""), name };
}

/** @throws {UsageError} for what can't be the name of a namespace */
export function parseNamespace(given: string): string {
  if (given.length <= 63 && namespacePattern.test(given)) return given;
  const fault = pathSegmentFault(given) ??
    "a lowercase RFC 1123 label has at most 63 lower case letters, digits and '-', and a letter or digit at both ends";
  throw new UsageError(`invalid namespace ${JSON.stringify(given)}: [${fault}]`);
}
