import assert from "node:assert/strict";
import { Coalescer } from "../../../src/receiver/coalescer.ts";

/** Time that moves only when told to. */
class Clock {
  time = 0;
  #sleepers: { until: number; wake: () => void }[] = [];

  now = () => this.time;

  sleep = (ms: number) =>
    new Promise<void>((wake) => this.#sleepers.push({ until: this.time + ms, wake }));

  async to(time: number): Promise<void> {
    this.time = time;
    const due = this.#sleepers.filter(({ until }) => until <= time);
    this.#sleepers = this.#sleepers.filter(({ until }) => until > time);
    for (const { wake } of due) wake();
    await settled();
  }
}

function settled(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}

interface Put {
  readonly key: string;
  readonly began: number;
  end(): void;
  fail(error: Error): void;
}

/** A coalescer, a clock, and the PUTs that were begun; each ends when the test says so. */
function setUp(window = 1_000) {
  const clock = new Clock();
  const coalescer = new Coalescer<number>(window, clock);
  const puts: Put[] = [];
  function ask(key = "a"): Promise<number> {
    return coalescer.join(key) ?? coalescer.start(key, (putBegins) => {
      putBegins();
      const { promise, resolve, reject } = Promise.withResolvers<number>();
      const number = puts.length + 1;
      puts.push({ key, began: clock.time, end: () => resolve(number), fail: reject });
      return promise;
    });
  }
  return { clock, coalescer, puts, ask };
}

Deno.test("Coalescer lets the first request go at once", () => {
  const { puts, ask } = setUp();
  void ask();
  assert.equal(puts.length, 1);
});

Deno.test("Coalescer lets those that come while a PUT is under way share the next one", async () => {
  const { clock, puts, ask } = setUp(0);
  const first = ask();
  const [second, third] = [ask(), ask()];
  assert.equal(puts.length, 1);
  puts[0]!.end();
  assert.equal(await first, 1);
  await clock.to(1);
  assert.equal(puts.length, 2);
  const fourth = ask();
  puts[1]!.end();
  assert.deepEqual(await Promise.all([second, third]), [2, 2]);
  await settled();
  puts[2]!.end();
  assert.equal(await fourth, 3, "the fourth came when the second PUT had begun");
});

Deno.test("Coalescer begins the next PUT a window after the last began, however many come", async () => {
  const { clock, puts, ask } = setUp(1_000);
  void ask();
  await clock.to(20);
  puts[0]!.end();
  await settled();
  const late: Promise<number>[] = [];
  for (let time = 100; time < 1_000; time += 100) {
    await clock.to(time);
    late.push(ask());
  }
  assert.equal(puts.length, 1);
  await clock.to(1_000);
  assert.equal(puts.length, 2);
  puts[1]!.end();
  assert.deepEqual(new Set(await Promise.all(late)), new Set([2]));
});

Deno.test("Coalescer never has two PUTs of one key under way, though the window is over", async () => {
  const { clock, puts, ask } = setUp(1_000);
  void ask();
  void ask();
  await clock.to(5_000);
  assert.equal(puts.length, 1);
  puts[0]!.end();
  await settled();
  assert.equal(puts.length, 2);
});

Deno.test("Coalescer keeps keys apart", () => {
  const { puts, ask } = setUp();
  void ask("a");
  void ask("b");
  assert.deepEqual(puts.map(({ key }) => key), ["a", "b"]);
});

Deno.test("Coalescer gives a failure to those that shared it, and lets the next ones try", async () => {
  const { clock, puts, ask } = setUp(0);
  const first = assert.rejects(ask(), /refused/);
  const [second, third] = [ask(), ask()];
  puts[0]!.fail(new Error("refused"));
  await first;
  await clock.to(1);
  puts[1]!.end();
  assert.deepEqual(await Promise.all([second, third]), [2, 2]);
});

Deno.test("Coalescer opens no window for work that came to no PUT", async () => {
  const clock = new Clock();
  const coalescer = new Coalescer<string>(1_000, clock);
  assert.equal(await coalescer.start("a", () => Promise.resolve("403")), "403");
  await settled();
  assert.equal(coalescer.size, 0);
});

Deno.test("Coalescer forgets a key when its window is over", async () => {
  const { clock, coalescer, puts, ask } = setUp(1_000);
  const first = ask();
  puts[0]!.end();
  await first;
  await clock.to(999);
  assert.equal(coalescer.size, 1);
  await clock.to(1_000);
  assert.equal(coalescer.size, 0);
});

Deno.test("Coalescer answers everybody from a PUT that began no earlier than he asked", async () => {
  const { clock, puts, ask } = setUp(50);
  const asked: { at: number; put: Promise<number> }[] = [];
  let random = 7;
  const ended = new Set<Put>();
  for (let time = 0; time < 5_000; time += 5) {
    await clock.to(time);
    random = (random * 48_271) % 2_147_483_647;
    if (random % 3 === 0) asked.push({ at: time, put: ask() });
    const underWay = puts.filter((put) => !ended.has(put));
    assert.ok(underWay.length <= 1);
    if (random % 7 === 0 && underWay[0]) {
      underWay[0].end();
      ended.add(underWay[0]);
    }
  }
  for (let time = 5_000; ended.size < puts.length || time < 5_200; time += 50) {
    for (const put of puts) {
      put.end();
      ended.add(put);
    }
    await clock.to(time);
  }
  assert.ok(puts.length < asked.length);
  for (const { at, put } of asked) assert.ok(puts[await put - 1]!.began >= at);
});

Deno.test("Coalescer lets those that come while the gate is shut share what is behind it", async () => {
  const coalescer = new Coalescer<string>(0, new Clock());
  const gate = Promise.withResolvers<undefined>();
  let works = 0;
  const first = coalescer.start("a", () => Promise.resolve(`work ${++works}`), () => gate.promise);
  const second = coalescer.join("a");
  await settled();
  assert.equal(works, 0);
  gate.resolve(undefined);
  assert.deepEqual(await Promise.all([first, second]), ["work 1", "work 1"]);
  await settled();
  assert.equal(coalescer.size, 0);
});

Deno.test("Coalescer gives what the gate says to all who wait at it, and does not begin the work", async () => {
  const coalescer = new Coalescer<string>(0, new Clock());
  const gate = Promise.withResolvers<string>();
  const work = () => Promise.reject(new Error("it was begun"));
  const outcomes = [coalescer.start("a", work, () => gate.promise), coalescer.join("a")];
  gate.resolve("refused");
  assert.deepEqual(await Promise.all(outcomes), ["refused", "refused"]);
  await settled();
  assert.equal(coalescer.size, 0);
});
