import type { Check } from "../check.ts";
import { type Finding, found, skipped } from "../verdict.ts";
import { accountWords } from "../../grant/objects/account.ts";
import { examined } from "../looked.ts";
import type { AccountSeen } from "../seen.ts";

export const locked: Check = {
  id: "ARD605",
  category: "webhook",
  title: "granted accounts are locked",
  examine({ accounts }) {
    return examined(accounts, (all) => {
      if (all.length === 0) return skipped("grant made no account for what is looked at");
      if (all.every(({ lock }) => lock === undefined)) {
        return {
          kind: "unknown",
          why: "You lack the right to get validatingadmissionpolicies there.",
        };
      }
      return found(all.map(open));
    });
  },
};

function open({ account, lock, namespaces }: AccountSeen): Finding | undefined {
  // That there can be none, the check of Kubernetes' version tells.
  if (lock !== "missing" && lock !== "changed") return undefined;
  const { namespace, name } = account;
  const [target = namespace] = namespaces;
  const words = accountWords(account);
  const where = words.startsWith("-n") && target === namespace ? words : `-n ${target} ${words}`;
  return {
    severity: "warning",
    title: lock === "missing"
      ? `ServiceAccount ${namespace}/${name} has no lock`
      : `The lock of ServiceAccount ${namespace}/${name} is not as grant makes it`,
    objects: [{ kind: "ServiceAccount", namespace, name }],
    seen: [
      lock === "missing"
        ? "there is no ValidatingAdmissionPolicy for it, or no binding of it"
        : "its ValidatingAdmissionPolicy or the binding of it was changed, or an older version made it",
    ],
    why: "its token can rewrite the repository's URL and the Pods that sync it, too",
    fix: [{ command: `kubectl apprepo grant ${where}` }],
  };
}
