import assert from "node:assert/strict";
import { checkTarget, refreshPath } from "../../../../src/apprepo/webhook/target.ts";

const good = { cluster: "default", namespace: "team-a", name: "my.repo-1" };

Deno.test("refreshPath() is the path of Kubeapps' old endpoint, with every name escaped", () => {
  assert.equal(
    refreshPath(good),
    "/api/v1/clusters/default/namespaces/team-a/apprepositories/my.repo-1/refresh",
  );
  assert.equal(
    refreshPath({ ...good, cluster: "eu west?#ü" }),
    "/api/v1/clusters/eu%20west%3F%23%C3%BC/namespaces/team-a/apprepositories/my.repo-1/refresh",
  );
});

Deno.test("checkTarget() lets through the names of real objects", () => {
  for (const name of ["a", "1", "a.b", "a-b.c", "r".repeat(253)]) checkTarget({ ...good, name });
  checkTarget({ ...good, namespace: "n".repeat(63) });
  checkTarget({ ...good, cluster: "Second cluster" });
});

const wrong: readonly (readonly [Partial<typeof good>, RegExp])[] = [
  [{ name: ".." }, /^invalid resource name "\.\.": \[may not be '\.\.'\]$/],
  [{ name: "a/b" }, /may not contain '\/'/],
  [{ name: "a%2fb" }, /may not contain '%'/],
  [{ name: "A" }, /^invalid resource name "A": \[it may hold lower case letters/],
  [{ name: "a..b" }, /invalid resource name/],
  [{ name: "a b" }, /invalid resource name/],
  [{ name: "ü" }, /invalid resource name/],
  [{ name: "" }, /invalid resource name/],
  [{ name: "a\n" }, /invalid resource name "a\\n"/],
  [{ name: "r".repeat(254) }, /at most 253/],
  [{ namespace: "a.b" }, /^invalid namespace "a\.b"/],
  [{ namespace: "n".repeat(64) }, /at most 63/],
  [{ namespace: "a/../b" }, /invalid namespace/],
  [{ cluster: "" }, /^invalid cluster name "": \[may not be empty\]$/],
  [{ cluster: ".." }, /may not be '\.\.'/],
  [{ cluster: "a/b" }, /may not contain '\/'/],
  [{ cluster: "a\\b" }, /may not contain control characters/],
  [{ cluster: "a\u0007" }, /may not contain control characters/],
  [{ cluster: "\ud800" }, /is not Unicode text/],
];

for (const [change, expected] of wrong) {
  Deno.test(`checkTarget() refuses ${JSON.stringify(change).slice(0, 60)}`, () => {
    assert.throws(() => checkTarget({ ...good, ...change }), { message: expected });
  });
}
