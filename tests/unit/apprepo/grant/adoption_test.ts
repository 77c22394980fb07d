import assert from "node:assert/strict";
import { roleBinding } from "../../../../src/apprepo/grant/objects/manifests.ts";
import { adopt, isAdopted, isMarked } from "../../../../src/apprepo/grant/objects/marks.ts";
import { bound, unbound } from "../../../../src/apprepo/grant/objects/role_binding.ts";

const account = { namespace: "team-a", name: "sender" };
const desired = roleBinding(account, "team-b", { clusterRole: "c" });
const alice = { kind: "User", name: "alice" };

Deno.test("adopt() marks what was there before, and leaves what something else manages", () => {
  const handmade = { metadata: { name: "x", labels: { a: "b" } } };
  const adopted = adopt(handmade);
  assert.ok(isMarked(adopted) && isAdopted(adopted));
  assert.equal(adopted.metadata.labels?.["a"], "b");
  assert.equal(adopt(adopted), adopted);
  const helms = { metadata: { name: "x", labels: { "app.kubernetes.io/managed-by": "Helm" } } };
  assert.equal(adopt(helms), helms);
  assert.equal(isAdopted(desired), false);
});

Deno.test("bound() adds the account to those that are there", () => {
  const existing = { ...desired, subjects: [alice] };
  assert.deepEqual(bound(existing, desired, account).subjects, [alice, ...desired.subjects!]);
  assert.equal(bound(desired, desired, account), desired);
  assert.deepEqual(bound({ ...desired, subjects: null }, desired, account), desired);
  const namesake = { ...desired.subjects![0]!, namespace: "team-b" };
  assert.equal(bound({ ...desired, subjects: [namesake] }, desired, account).subjects?.length, 2);
  const other = { ...desired, roleRef: { ...desired.roleRef, name: "view" } };
  assert.throws(() => bound(other, desired, account), /binds ClusterRole "view" and not/);
});

Deno.test("unbound() is undefined where nobody is left", () => {
  assert.equal(unbound(desired, account), undefined);
  const both = { ...desired, subjects: [alice, ...desired.subjects!] };
  assert.deepEqual(unbound(both, account)?.subjects, [alice]);
});
