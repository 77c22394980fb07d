import assert from "node:assert/strict";
import { bearerToken, fingerprint } from "../../../src/receiver/bearer_token.ts";

Deno.test("bearerToken() finds the token as the API server does", () => {
  for (const value of ["Bearer a.b-c", "bearer a.b-c", "BEARER  a.b-c"]) {
    assert.equal(bearerToken(value), "a.b-c");
  }
  const none = [
    undefined,
    "",
    "a.b-c",
    "Bearer",
    "Bearer ",
    "Basic YTpi",
    "Bearer a b",
    "Bearer ä",
  ];
  for (const value of none) assert.equal(bearerToken(value), undefined);
});

Deno.test("fingerprint() stands for a token without showing it", () => {
  assert.equal(fingerprint("token"), fingerprint("token"));
  assert.notEqual(fingerprint("token"), fingerprint("tokem"));
  assert.ok(!fingerprint("token").includes("token"));
});
