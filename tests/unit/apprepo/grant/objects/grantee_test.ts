import assert from "node:assert/strict";
import {
  bindingName,
  type Grantee,
  granteeWords,
  isSubject,
  roleName,
  subjectOf,
} from "../../../../../src/apprepo/grant/objects/grantee.ts";
import { lockName } from "../../../../../src/apprepo/grant/lock/lock.ts";
import { pathSegmentFault } from "../../../../../src/kube/api/resource.ts";

const user = "gha:repo:org/charts:ref:refs/heads/main";

const grantees: readonly Grantee[] = [
  { user },
  { group: user },
  { user: `${user} ` },
  { user: user.replace("org/", "org-") },
  { user: user.toUpperCase() },
  { user: "日本" },
  { user: "日本国" },
  { user: "." },
  { user: "a".repeat(1_000) },
  { user: "a".repeat(1_001) },
  { namespace: "team-a", name: "user" },
  { namespace: "user", name: "team-a" },
  { namespace: "team-a", name: "apprepositories-refresh" },
];

Deno.test("no two grantees share the name of an object, and API servers take all names", () => {
  for (const nameOf of [bindingName, roleName]) {
    const names = grantees.filter((one) => !("namespace" in one)).map(nameOf);
    assert.equal(new Set(names).size, names.length);
    assert.deepEqual(names.filter((name) => pathSegmentFault(name)), []);
    assert(names.every((name) => name.split(":").length > 2), "as no ServiceAccount's has");
  }
  const locks = grantees.map(lockName);
  assert.equal(new Set(locks).size, locks.length);
  const subdomain = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
  assert.deepEqual(locks.filter((name) => !subdomain.test(name) || name.length > 253), []);
});

Deno.test("the names of a user's objects can be read", () => {
  assert.match(
    lockName({ user }),
    /^apprepositories-refresh\.user-gha-repo-org-charts-ref-refs-heads-main-[0-9a-f]{16}$/,
  );
  assert.match(bindingName({ group: "org/charts" }), /^apprepositories-refresh:group:org-charts-/);
});

Deno.test("isSubject() tells kinds apart that have the same name", () => {
  for (const one of grantees) {
    assert.deepEqual(
      grantees.filter((other) => isSubject(one, subjectOf(other))),
      [one],
    );
  }
});

Deno.test("granteeWords() is safe in a shell", () => {
  assert.equal(granteeWords({ user: "x'; rm -rf /" }), `--user 'x'\\''; rm -rf /'`);
  assert.equal(granteeWords({ group: "$HOME" }), "--group '$HOME'");
});
