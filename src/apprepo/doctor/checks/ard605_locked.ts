import type { Check } from "../check.ts";
import { type Finding, type Fix, found, skipped } from "../verdict.ts";
import { accountWords } from "../../grant/objects/account.ts";
import { called, granteeWords } from "../../grant/objects/grantee.ts";
import { examined } from "../looked.ts";
import { createCommand, hookOf } from "../each_hook.ts";
import type { AccountSeen, HookSeen, OutsiderSeen } from "../seen.ts";

export const locked: Check = {
  id: "ARD605",
  category: "webhook",
  title: "granted accounts are locked",
  examine({ accounts, outsiders, hooks }) {
    return examined(accounts, (all) => {
      const both = [...all, ...outsiders];
      if (both.length === 0) return skipped("grant made no account for what is looked at");
      if (both.every(({ lock }) => lock === undefined)) {
        return {
          kind: "unknown",
          why: "You lack the right to get validatingadmissionpolicies there.",
        };
      }
      const known = hooks.kind === "seen" ? hooks.value : [];
      return found([...all.map((one) => open(one, known)), ...outsiders.map(openOutsider)]);
    });
  },
};

const reasons = {
  missing: "there is no ValidatingAdmissionPolicy for it, or no binding of it",
  changed:
    "its ValidatingAdmissionPolicy or the binding of it was changed, or an older version made it",
};

function open(one: AccountSeen, hooks: readonly HookSeen[]): Finding | undefined {
  const { account, lock } = one;
  // That there can be none, the check of Kubernetes' version tells.
  if (lock !== "missing" && lock !== "changed") return undefined;
  const { namespace, name } = account;
  const hook = hookOf(one);
  return {
    severity: "warning",
    title: lock === "missing"
      ? `ServiceAccount ${namespace}/${name} has no lock`
      : `The lock of ServiceAccount ${namespace}/${name} is not as grant makes it`,
    objects: [{ kind: "ServiceAccount", namespace, name }],
    seen: [reasons[lock]],
    why: "its token can rewrite the repository's URL and the Pods that sync it, too",
    fix: [
      hook
        ? { command: createCommand(hooks.find((other) => isSame(other, hook)) ?? hook) }
        : grantAgain(one),
    ],
  };
}

/** By the same names: without them it would reach all of the namespace. */
function grantAgain({ account, namespaces, reach }: AccountSeen): Fix {
  const words = accountWords(account);
  const [target = account.namespace] = namespaces;
  if (reach === undefined || reach.length === 0) {
    return { note: `grant again as it was granted, with the same names: ${words}` };
  }
  const names = reach === "all" ? "" : `${reach.join(" ")} `;
  const isHome = words.startsWith("-n") && target === account.namespace;
  const where = isHome ? words : `-n ${target} ${words}`;
  return { command: `kubectl apprepo grant ${names}${where}` };
}

function openOutsider({ grantee, lock }: OutsiderSeen): Finding | undefined {
  if (lock !== "missing" && lock !== "changed") return undefined;
  const who = called(grantee);
  return {
    severity: "warning",
    title: lock === "missing"
      ? `${who.charAt(0).toUpperCase()}${who.slice(1)} has no lock`
      : `The lock of ${who} is not as grant makes it`,
    objects: [],
    seen: [reasons[lock]],
    why: "whoever speaks as that can rewrite the repository's URL and the Pods that sync it, too",
    fix: [{ note: `grant again as it was granted, with the same names: ${granteeWords(grantee)}` }],
  };
}

function isSame(one: Pick<HookSeen, "namespace" | "name">, other: typeof one): boolean {
  return one.namespace === other.namespace && one.name === other.name;
}
