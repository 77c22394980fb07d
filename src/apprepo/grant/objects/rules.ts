/** What a role of RBAC allows, held against what a refresh takes. */

import type { KubeObject } from "../../../kube/api/resource.ts";
import { appRepositories } from "../../app_repository.ts";

/** A PolicyRule of RBAC. */
export interface Rule {
  readonly apiGroups?: readonly string[];
  readonly resources?: readonly string[];
  readonly verbs?: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly nonResourceURLs?: readonly string[];
}

/** A Role or a ClusterRole. */
export interface Role extends KubeObject {
  rules?: readonly Rule[] | null;
}

const { group, plural } = appRepositories;
const verbs = ["get", "update"];

/** @param names of the AppRepositories that it reaches; undefined for all */
export function refreshRule(names?: readonly string[]): Rule {
  const rule = { apiGroups: [group], resources: [plural], verbs };
  return names === undefined ? rule : { ...rule, resourceNames: names };
}

/** The rights that a refresh takes and the rules do not give for every AppRepository: `get`, `update`. */
export function missingVerbs(rules: readonly Rule[]): string[] {
  const whole = rules.filter((rule) => !rule.resourceNames?.length && isAbout(rule));
  return verbs.filter((verb) =>
    !whole.some((rule) => rule.verbs?.some((given) => given === verb || given === "*"))
  );
}

/** The rights beyond a refresh, such as `delete apprepositories.kubeapps.com`. */
export function rightsBeyond(rules: readonly Rule[]): string[] {
  const own = ruleRights(refreshRule());
  return rules.flatMap(ruleRights).filter((right) => !own.includes(right));
}

/** What a rule gives, whatever the names that it is for: `delete apprepositories.kubeapps.com`. */
export function ruleRights(rule: Rule): string[] {
  return [
    ...(rule.nonResourceURLs ?? []).map((url) => `${rule.verbs?.join(",")} ${url}`),
    ...(rule.apiGroups ?? []).flatMap((ofGroup) =>
      (rule.resources ?? []).flatMap((resource) =>
        (rule.verbs ?? []).map((verb) => `${verb} ${resource}${ofGroup && `.${ofGroup}`}`)
      )
    ),
  ];
}

/** The AppRepositories that the rules reach; undefined for all of the namespace. */
export function namesReached(rules: readonly Rule[]): string[] | undefined {
  if (missingVerbs(rules).length === 0) return undefined;
  return [...new Set(rules.filter(isAbout).flatMap((rule) => rule.resourceNames ?? []))].sort();
}

/** Whether the rules let somebody refresh the AppRepository of that name. */
export function mayRefresh(rules: readonly Rule[], name: string): boolean {
  const about = rules.filter((rule) =>
    isAbout(rule) && (!rule.resourceNames?.length || rule.resourceNames.includes(name))
  );
  return verbs.every((verb) =>
    about.some((rule) => rule.verbs?.some((given) => given === verb || given === "*"))
  );
}

function isAbout({ apiGroups, resources }: Rule): boolean {
  return Boolean(
    apiGroups?.some((given) => given === group || given === "*") &&
      resources?.some((given) => given === plural || given === "*"),
  );
}
