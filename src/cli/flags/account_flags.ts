/** Which ServiceAccount `grant`, `token` and `revoke` are about. */

import { PLUGIN_NAME } from "../../about.ts";
import { type Account, usualName } from "../../apprepo/grant/objects/account.ts";
import { hookNameOf } from "../../apprepo/hook/hook.ts";
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

export function isAccountName(name: string): boolean {
  return namePattern.test(name);
}

/** @throws {UsageError} */
export function parseAccount(given: string, fallbackNamespace: string): Account {
  const parts = given.split(":");
  const [namespace, name] = parts.length === 1 ? [fallbackNamespace, given] : parts;
  if (parts.length > 2 || !name || !isAccountName(name)) {
    throw new UsageError(
      `--serviceaccount wants NAME or NAMESPACE:NAME, not ${JSON.stringify(given)}`,
    );
  }
  return { namespace: parseNamespace(namespace ?? ""), name };
}

/**
 * One that `grant` makes, and `token` and `revoke` know.
 * @throws {UsageError} for a hook's own, which would be no hook's any more
 */
export function parseGranted(given: string, fallbackNamespace: string): Account {
  const account = parseAccount(given, fallbackNamespace);
  const hook = hookNameOf(account.name);
  if (hook === undefined) return account;
  throw new UsageError(
    `ServiceAccount "${account.name}" is that of a hook, which has commands of its own: kubectl ${PLUGIN_NAME} hook --help\nTo take the hook back: kubectl ${PLUGIN_NAME} hook delete ${hook} -n ${account.namespace}`,
  );
}

/** @throws {UsageError} for what can't be the name of a namespace */
export function parseNamespace(given: string): string {
  if (given.length <= 63 && namespacePattern.test(given)) return given;
  const fault = pathSegmentFault(given) ??
    "a lowercase RFC 1123 label has at most 63 lower case letters, digits and '-', and a letter or digit at both ends";
  throw new UsageError(`invalid namespace ${JSON.stringify(given)}: [${fault}]`);
}
