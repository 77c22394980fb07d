import assert from "node:assert/strict";
import { BodyBudget, BodyKeeper } from "../../../../src/receiver/limits/body_budget.ts";

Deno.test("BodyKeeper has a body whole, in whatever parts it came", () => {
  const budget = new BodyBudget(10_000);
  const keeper = new BodyKeeper(budget);
  for (const text of ["", "a", "bc", "", "defghij"]) keeper.keep(new TextEncoder().encode(text));
  assert.equal(new TextDecoder().decode(keeper.whole()), "abcdefghij");
  keeper.release();
  assert.equal(budget.left, 10_000);
  assert.deepEqual(new BodyKeeper(budget).whole(), new Uint8Array());
});

Deno.test("BodyKeeper pays for all the memory that it takes, byte by byte too", () => {
  const budget = new BodyBudget(1_048_576);
  const keeper = new BodyKeeper(budget);
  for (let count = 0; count < 1_000_000; count++) keeper.keep(new Uint8Array([count]));
  assert.ok(budget.left < 1_048_576 - 1_000_000 + 1);
  assert.equal(keeper.whole()?.length, 1_000_000);
  for (let count = 0; count < 100_000; count++) keeper.keep(new Uint8Array([count]));
  assert.deepEqual([keeper.whole(), budget.left], [undefined, 1_048_576]);
});
