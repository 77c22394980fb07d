/** What the checks say of one repository, for commands that look at it for another reason. */

import { allChecks } from "./all_checks.ts";
import { examine } from "./examine.ts";
import { seen, unseen } from "./looked.ts";
import type { RepositorySeen, Seen } from "./seen.ts";
import type { Finding } from "./verdict.ts";

export interface Hint extends Finding {
  readonly id: string;
}

const notLooked = unseen("it was not looked at");
const asked = allChecks.filter(({ category }) =>
  category === "repository" || category === "kubeapps"
);

/** @param now in ms since the epoch */
export function hintsOf(
  one: RepositorySeen,
  now: number,
  releases: Seen["releases"] = notLooked,
): Hint[] {
  const results = examine(asked, {
    now,
    server: notLooked,
    resource: notLooked,
    program: { version: "", paths: [] },
    releases,
    controllerPods: notLooked,
    repositories: seen([one]),
    accounts: notLooked,
    outsiders: [],
    receivers: notLooked,
    hooks: notLooked,
    hostCertificates: notLooked,
    blindSpots: [],
  });
  return results.flatMap(({ check: { id }, findings }) =>
    findings.map((finding) => ({ ...finding, id }))
  );
}
