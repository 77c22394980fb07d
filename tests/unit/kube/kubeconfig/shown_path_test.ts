import assert from "node:assert/strict";
import { shownPath, withShownPath } from "../../../../src/kube/kubeconfig/shown_path.ts";

const secrets = [
  "users:\n- user: {token: hidden}",
  '/k/{"users": [{"user": {"token": "hidden"}}]}',
  "/k/-----BEGIN PRIVATE KEY-----hidden",
  `/k/${btoa("-----BEGIN PRIVATE KEY-----hidden")}`,
  "/k/eyJhbGciOiJub25lIn0.eyJzdWIiOiJoaWRkZW4ifQ.hidden",
  `/k/${"hidden".repeat(50)}`,
  btoa("apiVersion: v1\nusers: [{user: {token: hidden}}]"),
  btoa("clusters: []\nusers: [{user: {token: hidden}}]"),
  btoa(JSON.stringify({ apiVersion: "v1", token: "hidden" })),
  "sha256~hidden",
  "/k/hidden.0123456789abcdef",
];
for (const path of secrets) {
  Deno.test(`shownPath() hides ${JSON.stringify(path.slice(0, 30))}`, () => {
    assert.equal(shownPath(path), "(data, where the path of a file belongs)");
    const text = withShownPath(`unable to read ${path}: open ${path}: no such file`, path);
    assert.doesNotMatch(text, /hidden|LS0t/);
    assert.match(text, /^unable to read \(data, .*: no such file$/);
  });
}

for (
  const path of [
    "/home/me/.kube/config",
    "C:\\a b\\config",
    "a/clusters",
    "/dev/fd/63",
    "/a/{b}/c",
    "my.kubeconfig",
  ]
) {
  Deno.test(`shownPath() shows ${path}`, () => assert.equal(shownPath(path), path));
}
