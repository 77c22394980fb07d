import type { Check } from "../check.ts";
import { found, skipped } from "../verdict.ts";
import { examined } from "../looked.ts";

const shown = 5;

export const noMoreRights: Check = {
  id: "ARD606",
  category: "webhook",
  title: "granted accounts may refresh, and no more",
  examine({ accounts }) {
    return examined(accounts, (all) => {
      if (all.length === 0) return skipped("grant made no account for what is looked at");
      if (all.every(({ beyond }) => beyond === undefined)) {
        return {
          kind: "unknown",
          why: "You lack the right to get the roles that are bound there.",
        };
      }
      return found(all.map(({ account: { namespace, name }, beyond = [] }) => {
        if (beyond.length === 0) return undefined;
        const more = beyond.length > shown ? [`${beyond.length - shown} more`] : [];
        return {
          severity: "warning" as const,
          title: `ServiceAccount ${namespace}/${name} may do more than refresh`,
          objects: [{ kind: "ServiceAccount", namespace, name }],
          seen: [`it may ${[...beyond.slice(0, shown), ...more].join(", ")}`],
          why: "so may whoever has a webhook's token",
          fix: [{
            command: `kubectl get rolebindings,clusterrolebindings -A -o wide | grep ${name}`,
            note: "take away those that grant did not make",
          }],
        };
      }));
    });
  },
};
