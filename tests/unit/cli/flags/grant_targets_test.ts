import assert from "node:assert/strict";
import { accountWords } from "../../../../src/apprepo/grant/objects/account.ts";
import { parseAccount } from "../../../../src/cli/flags/account_flags.ts";
import { parseTargets } from "../../../../src/cli/flags/grant_targets.ts";

Deno.test("parseTargets() takes the fallback namespace, or those that are named", () => {
  assert.deepEqual(parseTargets([], [], "own"), [{ namespace: "own" }]);
  assert.deepEqual(parseTargets([], ["b", "a", "b"], "own"), [
    { namespace: "b" },
    { namespace: "a" },
  ]);
});

Deno.test("parseTargets() puts names into each namespace, NAMESPACE/NAME into its own", () => {
  assert.deepEqual(parseTargets(["x", "x", "apprepository/w"], [], "own"), [
    { namespace: "own", names: ["w", "x"] },
  ]);
  assert.deepEqual(parseTargets(["b/y", "c/z"], [], "own"), [
    { namespace: "b", names: ["y"] },
    { namespace: "c", names: ["z"] },
  ]);
  assert.deepEqual(parseTargets(["x", "b/y"], ["a", "b"], "own"), [
    { namespace: "a", names: ["x"] },
    { namespace: "b", names: ["x", "y"] },
  ]);
  assert.deepEqual(parseTargets(["x", "b/y"], [], "own"), [
    { namespace: "own", names: ["x"] },
    { namespace: "b", names: ["y"] },
  ]);
});

Deno.test("parseTargets() refuses what names nothing", () => {
  assert.throws(() => parseTargets(["b/y"], ["a"], "own"), /no AppRepository is named for .*"a"/);
  for (const word of ["a/b/c", "a/", "", "..", "A/x", "a%b"]) {
    assert.throws(() => parseTargets([word], [], "own"), /invalid/, word);
  }
  assert.throws(() => parseTargets([], ["../x"], "own"), /invalid namespace/);
});

Deno.test("parseAccount() takes NAME or NAMESPACE:NAME, and nothing that could reach into CEL", () => {
  assert.deepEqual(parseAccount("x.y", "own"), { namespace: "own", name: "x.y" });
  assert.deepEqual(parseAccount("a:x", "own"), { namespace: "a", name: "x" });
  for (const given of ["", "a:", ":x", "a:b:c", "X", "x' || 'a'=='a", "a/b", "x..y"]) {
    assert.throws(() => parseAccount(given, "own"), /--serviceaccount wants|invalid/, given);
  }
});

Deno.test("accountWords() leads back to the account", () => {
  assert.equal(accountWords(parseAccount("apprepositories-refresh", "a")), "-n a");
  assert.equal(accountWords(parseAccount("x", "a")), "--serviceaccount a:x");
});
