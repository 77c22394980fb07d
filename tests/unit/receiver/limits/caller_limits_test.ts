import assert from "node:assert/strict";
import { BoundedMap } from "../../../../src/receiver/limits/bounded_map.ts";
import { CallerLimits } from "../../../../src/receiver/limits/caller_limits.ts";

function setUp() {
  let time = 1_000_000;
  const options = { rate: 5, unknownRate: 2, rememberUnauthorized: 10_000 };
  const limits = new CallerLimits(options, () => time);
  return { limits, pass: (ms: number) => time += ms };
}

/** How many of so many tries are let through. */
function passed(limits: CallerLimits, token: string, tries = 100): number {
  return Array.from({ length: tries }, () => limits.take(token)).filter(Boolean).length;
}

Deno.test("CallerLimits gives all unknown tokens one share together", () => {
  const { limits, pass } = setUp();
  assert.equal(passed(limits, "a") + passed(limits, "b"), 2);
  pass(1_000);
  assert.equal(passed(limits, "c"), 2);
  pass(500);
  assert.equal(passed(limits, "d"), 1);
});

Deno.test("CallerLimits gives a good token a share of its own, for a minute", () => {
  const { limits, pass } = setUp();
  limits.learn("good", 200);
  assert.equal(passed(limits, "noise"), 2);
  assert.equal(passed(limits, "good"), 5);
  pass(1_000);
  assert.equal(passed(limits, "good"), 5);
  limits.learn("good", 200);
  assert.equal(passed(limits, "good"), 0, "another success fills nothing");
  pass(60_000);
  assert.equal(passed(limits, "good"), 2, "it is unknown again");
});

Deno.test("CallerLimits takes no token for good that was refused, or whose object is missing", () => {
  const { limits } = setUp();
  for (const code of [401, 403, 404, 500]) limits.learn("token", code);
  assert.equal(passed(limits, "token"), 2);
});

Deno.test("CallerLimits remembers a 401 for its time, and nothing else", () => {
  const { limits, pass } = setUp();
  limits.learn("forbidden", 403);
  limits.learn("unknown", 401);
  assert.ok(!limits.isRefused("forbidden"));
  assert.ok(limits.isRefused("unknown"));
  pass(9_999);
  assert.ok(limits.isRefused("unknown"));
  pass(1);
  assert.ok(!limits.isRefused("unknown"));
});

Deno.test("CallerLimits takes its share from a token that was good and is no more", () => {
  const { limits } = setUp();
  limits.learn("token", 200);
  limits.learn("token", 401);
  assert.equal(passed(limits, "token"), 2);
});

Deno.test("BoundedMap forgets what was set longest ago", () => {
  const map = new BoundedMap<number>(2);
  map.set("a", 1);
  map.set("b", 2);
  map.set("a", 3);
  map.set("c", 4);
  assert.deepEqual([map.get("a"), map.get("b"), map.get("c"), map.size], [3, undefined, 4, 2]);
  map.delete("a");
  assert.equal(map.size, 1);
});
