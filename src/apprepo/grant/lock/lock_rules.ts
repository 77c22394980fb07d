/**
 * The lock's rule in CEL: what is written must be what was there, key by key, but for
 * `spec.resyncRequests`. `dyn` keeps the API server from checking the expressions against the
 * resource's schema, so that fields which the schema does not know are compared as well.
 */

import { type Grantee, isAccount } from "../objects/grantee.ts";

/** Written by the API server at each update; `managedFields` has a rule of its own. */
const serversOwn = ["resourceVersion", "generation", "managedFields"];

/** Enough for every refresh that senders ask for, and too little to count it out of range. */
const longestStep = 1_000;

/** How many writers the API server tells apart; it lumps together what is beyond. */
const writersKept = 10;

export const variables = [
  { name: "after", expression: "request.operation == 'DELETE' ? dyn({}) : dyn(object)" },
  { name: "before", expression: "request.operation == 'CREATE' ? dyn({}) : dyn(oldObject)" },
  { name: "specAfter", expression: "dyn(variables.after.?spec.orValue({}))" },
  { name: "specBefore", expression: "dyn(variables.before.?spec.orValue({}))" },
  { name: "metadataAfter", expression: "dyn(variables.after.?metadata.orValue({}))" },
  { name: "metadataBefore", expression: "dyn(variables.before.?metadata.orValue({}))" },
  { name: "countAfter", expression: "dyn(variables.specAfter.?resyncRequests.orValue(0))" },
  { name: "countBefore", expression: "dyn(variables.specBefore.?resyncRequests.orValue(0))" },
  {
    name: "writersAfter",
    expression: "dyn(variables.metadataAfter.?managedFields.orValue([]))",
  },
  {
    name: "writersBefore",
    expression: "dyn(variables.metadataBefore.?managedFields.orValue([]))",
  },
];

const rules = [
  rule("request.operation == 'UPDATE'", "it may neither create nor delete an AppRepository"),
  rule(
    sameBut("variables.after", "variables.before", ["spec", "metadata"]),
    "it may change nothing outside of spec",
  ),
  rule(
    sameBut("variables.specAfter", "variables.specBefore", ["resyncRequests"]),
    "it may change nothing of spec but resyncRequests",
  ),
  rule(
    sameBut("variables.metadataAfter", "variables.metadataBefore", serversOwn),
    "it may change nothing of metadata",
  ),
  rule(sameWriters(), "it may not rewrite metadata.managedFields"),
  rule(
    `type(variables.countAfter) == int && variables.countAfter >= 0 && ` +
      `(type(variables.countBefore) != int || variables.countAfter <= variables.countBefore + ${longestStep})`,
    `resyncRequests must be a whole number, at most ${longestStep} more than it was`,
  ),
];

export function validationsFor(grantee: Grantee) {
  const who = isAccount(grantee)
    ? "this ServiceAccount"
    : "user" in grantee
    ? "this user"
    : "a member of this group";
  return rules.map(({ expression, reason }) => {
    const message = `${who} may only refresh AppRepositories: ${reason}`;
    return { expression, message, reason: "Forbidden" };
  });
}

function rule(expression: string, reason: string) {
  return { expression, reason };
}

/** Whether two maps have the same entries, those with the named keys aside. */
function sameBut(left: string, right: string, keys: readonly string[]): string {
  const aside = `k in ${list(keys)}`;
  return `${left}.all(k, ${aside} || (k in ${right} && ${left}[k] == ${right}[k])) && ` +
    `${right}.all(k, ${aside} || k in ${left})`;
}

/**
 * Who wrote which field decides what a later server-side apply of somebody else removes. A refresh
 * moves resyncRequests from one writer to another, and changes nothing else about them.
 */
function sameWriters(): string {
  const [after, before] = ["variables.writersAfter", "variables.writersBefore"];
  return `size(${before}.filter(b, !(${ownsCountOnly("b")}))) >= ${writersKept} || ` +
    `(${after}.all(a, ${ownsCountOnly("a")} || ${before}.exists(b, ${sameWriter("a", "b")})) && ` +
    `${before}.all(b, ${ownsCountOnly("b")} || ${after}.exists(a, ${sameWriter("a", "b")})))`;
}

function ownsCountOnly(writer: string): string {
  return `${writer}.fieldsV1.all(k, k == 'f:spec') && ` +
    `${specFields(writer)}.all(k, k == 'f:resyncRequests')`;
}

function sameWriter(a: string, b: string): string {
  const names = ["manager", "operation", "apiVersion"].map((key) => `${a}.${key} == ${b}.${key}`);
  return [
    ...names,
    `${a}.?subresource.orValue('') == ${b}.?subresource.orValue('')`,
    sameBut(`${a}.fieldsV1`, `${b}.fieldsV1`, ["f:spec"]),
    sameBut(specFields(a), specFields(b), ["f:resyncRequests"]),
  ].join(" && ");
}

function specFields(writer: string): string {
  return `dyn(${writer}.fieldsV1[?'f:spec'].orValue({}))`;
}

function list(keys: readonly string[]): string {
  return `[${keys.map((key) => `'${key}'`).join(", ")}]`;
}
