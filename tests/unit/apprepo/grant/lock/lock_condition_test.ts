import assert from "node:assert/strict";
import { celString, whoIsLocked } from "../../../../../src/apprepo/grant/lock/lock_condition.ts";

Deno.test("celString() keeps a name a name", () => {
  const cases: [string, string][] = [
    ["gha:repo:org/charts", "'gha:repo:org/charts'"],
    ["x' || true || 'y", "'x\\' || true || \\'y'"],
    ["\\", "'\\\\'"],
    ["\\'", "'\\\\\\''"],
    ['"\\n', "'\"\\\\n'"],
    ["a\nb", "'a\\U0000000ab'"],
    ["ü", "'\\U000000fc'"],
    ["😀", "'\\U0001f600'"],
    ["\u202e", "'\\U0000202e'"],
  ];
  for (const [text, literal] of cases) assert.equal(celString(text), literal);
});

Deno.test("whoIsLocked() can fail for nobody, one without groups included", () => {
  assert.equal(whoIsLocked({ user: "u" }).expression, "request.userInfo.username == 'u'");
  assert.equal(
    whoIsLocked({ group: "g" }).expression,
    "has(request.userInfo.groups) && 'g' in request.userInfo.groups",
  );
});
