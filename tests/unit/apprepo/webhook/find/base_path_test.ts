import assert from "node:assert/strict";
import { basePath } from "../../../../../src/apprepo/webhook/find/base_path.ts";

const refreshPath = "/api/v1/clusters/default/namespaces/a/apprepositories/b/refresh";

const prefixes: readonly (readonly [string, string | undefined])[] = [
  ["/", ""],
  ["/*", ""],
  ["/.*", ""],
  ["/()(.*)", ""],
  ["/api", ""],
  ["/api/v1/clusters/", ""],
  ["/api/v1/clusters/[^/]+/namespaces/.*", ""],
  ["^/api/v1/clus.*", ""],
  [refreshPath, ""],
  ["/kubeapps", "/kubeapps"],
  ["/kubeapps/", "/kubeapps"],
  ["/kubeapps(/|$)(.*)", "/kubeapps"],
  ["/apis", undefined],
  ["/apis/core", undefined],
  ["/hook", undefined],
  ["/hook/", undefined],
  ["/hooked", "/hooked"],
  ["/ap", "/ap"],
  ["no-slash", undefined],
];

for (const [path, expected] of prefixes) {
  Deno.test(`basePath() of a rule for ${path}`, () => {
    assert.equal(basePath(path, false, refreshPath), expected);
  });
}

Deno.test("basePath() of an exact rule fits that very path only", () => {
  assert.equal(basePath(refreshPath, true, refreshPath), "");
  assert.equal(basePath("/", true, refreshPath), undefined);
  assert.equal(basePath("/api/v1/clusters", true, refreshPath), undefined);
});
