/** The Role of a grantee in one namespace, which grows with each grant. */

import { GrantError } from "../grant_error.ts";
import { adopt } from "./marks.ts";
import { namesReached, refreshRule, rightsBeyond, type Role } from "./rules.ts";

/**
 * @param names to be reached besides those of earlier grants; undefined for all
 * @returns the same role where it reaches them already
 * @throws {GrantError} where it gives more than a refresh takes
 */
export function joined(existing: Role, names: readonly string[] | undefined): Role {
  const rules = existing.rules ?? [];
  const beyond = rightsBeyond(rules);
  if (beyond.length > 0) {
    const { name, namespace } = existing.metadata;
    throw new GrantError(
      `Role "${name}" in namespace "${namespace}" gives more than a refresh takes: ${
        beyond.join(", ")
      }\nTake that out of it, or delete the Role, and grant again.`,
    );
  }
  const before = namesReached(rules);
  const role = adopt(existing);
  if (before === undefined) return role;
  if (names === undefined) return { ...role, rules: [refreshRule()] };
  if (names.every((name) => before.includes(name))) return role;
  return { ...role, rules: [refreshRule([...new Set([...before, ...names])].sort())] };
}
