import assert from "node:assert/strict";
import { BoundedMap } from "../../../../src/receiver/limits/bounded_map.ts";
import { CallerLimits } from "../../../../src/receiver/limits/caller_limits.ts";

function setUp() {
  let time = 1_000_000;
  const options = { rate: 5, unknownRate: 2, rememberUnauthorized: 10_000 };
  const limits = new CallerLimits(options, () => time);
  return { limits, pass: (ms: number) => time += ms };
}

/** How many of so many tries are let through, by those who don't wait or wait for so long. */
function passed(limits: CallerLimits, token: string, patience = 0): number {
  const turns = Array.from({ length: 100 }, () => limits.take(token, patience));
  return turns.filter((wait) => wait !== undefined).length;
}

Deno.test("CallerLimits gives all unknown tokens one share together", () => {
  const { limits, pass } = setUp();
  assert.equal(passed(limits, "a") + passed(limits, "b"), 2);
  pass(1_000);
  assert.equal(passed(limits, "c"), 2);
  pass(500);
  assert.equal(passed(limits, "d"), 1);
});

Deno.test("CallerLimits gives a good token a share of its own, for a day", () => {
  const { limits, pass } = setUp();
  limits.learn("good", 200);
  assert.equal(passed(limits, "noise"), 2);
  assert.equal(passed(limits, "good"), 10, "twice its rate after a quiet time");
  pass(1_000);
  assert.equal(passed(limits, "good"), 5);
  limits.learn("good", 200);
  assert.equal(passed(limits, "good"), 0, "another success fills nothing");
  pass(86_399_000);
  assert.equal(passed(limits, "good"), 10, "a quiet day changes nothing");
  pass(1_000);
  assert.equal(passed(limits, "good"), 2, "it is unknown again");
});

Deno.test("CallerLimits gives turns to those who can wait, and keeps them from those who can't", () => {
  const { limits, pass } = setUp();
  limits.learn("good", 200);
  assert.equal(passed(limits, "good", 2_000), 20, "10 at once, and 5 a second for two seconds");
  assert.equal(limits.take("good", 2_000), undefined);
  pass(200);
  assert.equal(limits.take("good", 2_000), 2_000);
  assert.equal(limits.take("good", 0), undefined);
  pass(86_000_000);
  assert.equal(limits.take("good", 0), 0);
});

Deno.test("CallerLimits: a burst of 200 after a quiet hour has all its turns within 2.3 s", () => {
  let time = 0;
  const options = { rate: 50, unknownRate: 20, rememberUnauthorized: 10_000 };
  const limits = new CallerLimits(options, () => time);
  limits.learn("good", 200);
  time += 3_600_000;
  const turns = Array.from({ length: 200 }, () => limits.take("good", 2_300));
  assert.ok(turns.every((wait) => wait !== undefined));
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
