import type { Check } from "../check.ts";
import { hookOf } from "../each_hook.ts";
import { type Finding, found, skipped } from "../verdict.ts";
import { accountWords } from "../../grant/objects/account.ts";
import { examined } from "../looked.ts";
import type { AccountSeen } from "../seen.ts";

export const oneToken: Check = {
  id: "ARD604",
  category: "webhook",
  title: "granted accounts have no old tokens",
  examine({ accounts }) {
    return examined(accounts, (all) => {
      if (all.length === 0) return skipped("grant made no account for what is looked at");
      if (all.every(({ tokens }) => tokens === undefined)) {
        return { kind: "unknown", why: "You lack the right to list secrets there." };
      }
      return found(all.map((one) => {
        const { account, tokens = [] } = one;
        if (hookOf(one)) return lasting(one);
        const [current, ...old] = tokens;
        if (old.length === 0) return undefined;
        const { namespace, name } = account;
        return {
          severity: "warning" as const,
          title: `ServiceAccount ${namespace}/${name} has ${tokens.length} tokens that are good`,
          objects: old.map((secret) => ({ kind: "Secret", namespace, name: secret })),
          seen: [`${current} is the current one; ${old.join(", ")} came before it`],
          why: "a token that was replaced because it leaked still opens the door",
          fix: [{
            command: `kubectl apprepo token ${accountWords(account)} --drop-old`,
            note: "once every sender has the current one",
          }],
        };
      }));
    });
  },
};

/** A hook's account has none: the receiver gets one for ten minutes when it needs it. */
function lasting({ account: { namespace, name }, tokens = [] }: AccountSeen): Finding | undefined {
  if (tokens.length === 0) return undefined;
  return {
    severity: "warning",
    title: `ServiceAccount ${namespace}/${name} of a hook has a lasting token`,
    objects: tokens.map((secret) => ({ kind: "Secret", namespace, name: secret })),
    seen: [`${tokens.join(", ")} of namespace ${namespace}`],
    why: "a hook needs none, and whoever has it goes past the hook",
    fix: [{ command: `kubectl delete secret ${tokens.join(" ")} -n ${namespace}` }],
  };
}
