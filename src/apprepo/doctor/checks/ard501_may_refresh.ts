import { mayRefresh } from "../../grant/objects/rules.ts";
import type { Check } from "../check.ts";
import { found, skipped } from "../verdict.ts";
import { nameOf, refOf } from "../each_repository.ts";
import { examined } from "../looked.ts";

export const mayRefreshCheck: Check = {
  id: "ARD501",
  category: "rights",
  title: "you may refresh the repositories",
  examine({ ownRules, repositories }) {
    if (!ownRules) return skipped("of all namespaces at once, the API server does not tell");
    return examined(ownRules, (rules) =>
      examined(repositories, (all) => {
        const refused = all.filter(({ key }) => !mayRefresh(rules, key.name));
        if (refused.length === 0) return found([]);
        const [first] = refused;
        const { namespace = "" } = first?.key ?? {};
        return found([{
          severity: "warning",
          title: `You may not refresh ${
            refused.length === 1 ? nameOf(first!) : `${refused.length} of the repositories`
          }`,
          objects: refused.map(refOf),
          seen: ["get and update of apprepositories.kubeapps.com are not both yours"],
          why: "refresh takes both",
          fix: [{
            command:
              `kubectl create rolebinding refreshers -n ${namespace} --clusterrole=kubeapps:apprepositories-refresh --user=USER`,
            note: "by an admin; grant makes that ClusterRole where there is none",
          }],
        }]);
      }));
  },
};
