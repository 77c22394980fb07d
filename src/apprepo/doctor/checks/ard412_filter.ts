import type { Check } from "../check.ts";
import type { RepositorySeen } from "../seen.ts";
import { eachSynced, nameOf, refOf } from "../each_repository.ts";

export const filter: Check = {
  id: "ARD412",
  category: "repository",
  title: "filters can be read",
  examine: eachSynced((one) => {
    if (!isFilterFault(one)) return undefined;
    const { name, namespace } = one.key;
    return {
      severity: "error",
      title: `The filter of ${nameOf(one)} can't be used`,
      objects: [refOf(one)],
      seen: [`spec.filterRule.jq is ${filterOf(one)}`, one.end?.message ?? ""],
      why: "it is no jq expression, or gives something other than true or false",
      fix: [{ command: `kubectl edit apprepository ${name} -n ${namespace}` }],
    };
  }),
};

/** Whether a sync failed for its filter. */
export function isFilterFault(one: RepositorySeen): boolean {
  return filterOf(one) !== undefined && /\bjq\b|filter/i.test(one.end?.message ?? "");
}

function filterOf({ repository: { spec = {} } }: RepositorySeen): string | undefined {
  return (spec as { filterRule?: { jq?: string } }).filterRule?.jq || undefined;
}
