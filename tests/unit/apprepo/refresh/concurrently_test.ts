import assert from "node:assert/strict";
import { concurrently } from "../../../../src/apprepo/refresh/concurrently.ts";

async function* count(to: number, taken: { count: number } = { count: 0 }): AsyncGenerator<number> {
  for (let i = 0; i < to; i++) {
    taken.count++;
    yield await Promise.resolve(i);
  }
}

Deno.test("concurrently() works on every item once, never on more than the limit", async () => {
  const seen: number[] = [];
  const taken = { count: 0 };
  let running = 0;
  let most = 0;
  await concurrently(count(100, taken), 7, async (item) => {
    most = Math.max(most, ++running);
    // No item waits in memory: as many are taken as are worked on.
    assert(taken.count <= seen.length + 7 + 1);
    await new Promise((resolve) => setTimeout(resolve, item % 3));
    running--;
    seen.push(item);
  });
  assert.deepEqual(seen.toSorted((a, b) => a - b), Array.from({ length: 100 }, (_, i) => i));
  assert.equal(most, 7);
});

Deno.test("concurrently() takes nothing more after an error, waits for the rest and throws it", async () => {
  const finished: number[] = [];
  const taken = { count: 0 };
  const work = concurrently(count(100, taken), 4, async (item) => {
    if (item === 5) throw new Error("five");
    await new Promise((resolve) => setTimeout(resolve, 5));
    finished.push(item);
  });
  await assert.rejects(work, new Error("five"));
  assert(taken.count < 12, `${taken.count} taken`);
  assert.equal(finished.length, taken.count - 1);
});

Deno.test("concurrently() passes on the error of its source", async () => {
  async function* broken(): AsyncGenerator<number> {
    yield 1;
    await Promise.resolve();
    throw new Error("broken");
  }
  await assert.rejects(concurrently(broken(), 3, () => Promise.resolve()), new Error("broken"));
});
