import type { Check } from "../check.ts";
import { eachSynced, nameOf, refOf } from "../each_repository.ts";

export const filter: Check = {
  id: "ARD412",
  category: "repository",
  title: "filters can be read",
  examine: eachSynced((one) => {
    const { filterRule } = (one.repository.spec ?? {}) as { filterRule?: { jq?: string } };
    const said = one.end?.message ?? "";
    if (!filterRule?.jq || !/\bjq\b|filter/i.test(said)) return undefined;
    const { name, namespace } = one.key;
    return {
      severity: "error",
      title: `The filter of ${nameOf(one)} can't be used`,
      objects: [refOf(one)],
      seen: [`spec.filterRule.jq is ${filterRule.jq}`, said],
      why: "it is no jq expression, or gives something other than true or false",
      fix: [{ command: `kubectl edit apprepository ${name} -n ${namespace}` }],
    };
  }),
};
