import assert from "node:assert/strict";
import { lockName, lockPolicy, relock } from "../../../../../src/apprepo/grant/lock/lock.ts";

const account = { namespace: "team-a", name: "sender" };

Deno.test("lockPolicy() looks at who writes first, and fails closed", () => {
  const { spec } = lockPolicy(account) as unknown as {
    spec: { failurePolicy: string; matchConditions: { expression: string }[] };
  };
  assert.equal(spec.failurePolicy, "Fail");
  assert.deepEqual(spec.matchConditions.map(({ expression }) => expression), [
    "request.userInfo.username == 'system:serviceaccount:team-a:sender'",
  ]);
});

Deno.test("lockName() is another one for each account", () => {
  const names = [account, { namespace: "team", name: "a.sender" }, {
    ...account,
    name: "x.sender",
  }];
  assert.equal(new Set(names.map(lockName)).size, 3);
});

Deno.test("relock() undoes what weakens a lock, and nothing else", () => {
  const desired = lockPolicy(account);
  const there = structuredClone(desired);
  there.metadata.labels = { own: "label" };
  assert.equal(relock(there, desired), there);
  const excluded = { ...desired.spec as object, paramKind: { kind: "ConfigMap" } };
  const mended = relock({ ...there, spec: excluded }, desired);
  assert.deepEqual(mended.spec, desired.spec);
  assert.deepEqual(mended.metadata.labels, { own: "label" });
});
