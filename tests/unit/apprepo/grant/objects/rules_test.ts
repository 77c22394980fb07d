import assert from "node:assert/strict";
import { completed } from "../../../../../src/apprepo/grant/objects/cluster_role.ts";
import { joined } from "../../../../../src/apprepo/grant/objects/role.ts";
import {
  missingVerbs,
  namesReached,
  refreshRule,
  rightsBeyond,
  type Role,
  type Rule,
} from "../../../../../src/apprepo/grant/objects/rules.ts";

const rule = refreshRule();

function role(...rules: Rule[]): Role {
  return { metadata: { name: "r", namespace: "team-a", labels: { a: "b" } }, rules };
}

Deno.test("missingVerbs() counts only what reaches every AppRepository", () => {
  assert.deepEqual(missingVerbs([rule]), []);
  assert.deepEqual(missingVerbs([{ ...rule, verbs: ["get"] }, { ...rule, verbs: ["update"] }]), []);
  assert.deepEqual(missingVerbs([{ ...rule, verbs: ["*"], resources: ["*"] }]), []);
  assert.deepEqual(missingVerbs([]), ["get", "update"]);
  assert.deepEqual(missingVerbs([{ ...rule, resourceNames: ["one"] }]), ["get", "update"]);
  assert.deepEqual(missingVerbs([{ ...rule, apiGroups: [""] }]), ["get", "update"]);
  assert.deepEqual(missingVerbs([{ ...rule, resources: ["apprepositories/status"] }]), [
    "get",
    "update",
  ]);
});

Deno.test("rightsBeyond() names every right that a refresh does not take", () => {
  assert.deepEqual(rightsBeyond([rule, refreshRule(["one"])]), []);
  const more = { apiGroups: ["kubeapps.com", ""], resources: ["apprepositories"], verbs: ["get"] };
  assert.deepEqual(rightsBeyond([{ ...rule, verbs: ["get", "*"] }, more]), [
    "* apprepositories.kubeapps.com",
    "get apprepositories",
  ]);
  assert.deepEqual(rightsBeyond([{ nonResourceURLs: ["/x"], verbs: ["get"] }]), ["get /x"]);
});

Deno.test("namesReached() is undefined where all are", () => {
  assert.equal(namesReached([rule, refreshRule(["one"])]), undefined);
  assert.deepEqual(namesReached([refreshRule(["b"]), refreshRule(["a", "b"])]), ["a", "b"]);
  assert.deepEqual(namesReached([]), []);
});

Deno.test("joined() grows a Role and never shrinks it", () => {
  const one = joined(role(refreshRule(["one"])), ["two"]);
  assert.deepEqual(one.rules, [refreshRule(["one", "two"])]);
  assert.deepEqual(joined(one, ["one"]), one);
  assert.equal(joined(one, ["one"]), one);
  assert.deepEqual(joined(one, undefined).rules, [rule]);
  assert.deepEqual(joined(role(rule), ["one"]).rules, [rule]);
  assert.throws(() => joined(role({ ...rule, verbs: ["delete"] }), ["one"]), /gives more than/);
});

Deno.test("completed() adds what is missing when told to, and leaves an aggregated role", () => {
  const wish = { name: "r", reconcile: true };
  const little = role({ ...rule, verbs: ["get"] });
  assert.deepEqual(completed(little, wish).rules, [...little.rules!, rule]);
  const enough = role(rule);
  assert.equal(completed(enough, wish), enough);
  assert.throws(
    () => completed({ ...little, aggregationRule: {} }, wish),
    /put together from other/,
  );
});
