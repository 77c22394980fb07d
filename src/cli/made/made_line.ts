import type { Made } from "../../apprepo/grant/objects/ensure.ts";
import { objectName } from "../../kube/api/resource.ts";
import { escapeTerminal } from "../../output/escape.ts";
import { type DryRun, dryRunSuffixes } from "../flags/dry_run.ts";

/** kubectl's line: `serviceaccount/x created`, `secret "x" deleted from team-a namespace`. */
export function madeLine({ resource, object, outcome }: Made, dryRun: DryRun): string {
  const { name = "", namespace } = object.metadata;
  const called = objectName(resource, name);
  const where = namespace === undefined ? "" : ` from ${namespace} namespace`;
  const text = outcome === "deleted"
    ? `${called.slice(0, called.indexOf("/"))} "${name}" deleted${where}`
    : `${called} ${outcome}`;
  return `${escapeTerminal(text + dryRunSuffixes[dryRun])}\n`;
}
