import type { Check } from "../check.ts";
import { found, skipped } from "../verdict.ts";
import { accountWords } from "../../grant/objects/account.ts";
import { examined } from "../looked.ts";

export const accountMay: Check = {
  id: "ARD502",
  category: "rights",
  title: "the named ServiceAccount may refresh the repositories",
  examine({ asked }) {
    if (!asked) return skipped("name one by --serviceaccount");
    return examined(asked, ({ account, refused }) => {
      if (refused.length === 0) return found([]);
      const { namespace, name } = account;
      return found([{
        severity: "error",
        title: `ServiceAccount ${namespace}/${name} may not refresh all of the repositories`,
        objects: [{ kind: "ServiceAccount", namespace, name }],
        seen: refused.map((key) =>
          `no binding gives it get and update of ${key.namespace}/${key.name}`
        ),
        why: "its webhook is answered by 403",
        fix: refused.map((key) => {
          const words = accountWords(account);
          const to = key.namespace === namespace ? "" : ` --to-namespace ${key.namespace}`;
          return { command: `kubectl apprepo grant ${key.name} ${words}${to}` };
        }),
      }]);
    });
  },
};
