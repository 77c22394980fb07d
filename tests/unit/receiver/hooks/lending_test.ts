import assert from "node:assert/strict";
import { hookSecret } from "../../../../src/apprepo/hook/hook_secret.ts";
import type { RequestOptions } from "../../../../src/kube/api/client.ts";
import { ApiError } from "../../../../src/kube/api/errors.ts";
import { Lender } from "../../../../src/receiver/hooks/lender.ts";
import { LentHooks, LookUpRefused } from "../../../../src/receiver/hooks/lent_hooks.ts";
import { LentTokens } from "../../../../src/receiver/hooks/lent_tokens.ts";
import { aHook } from "../../support/a_hook.ts";

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
}

/** An API server with one hook, `team-a/charts`, and a clock that the test moves. */
function setUp() {
  const asked: Asked[] = [];
  const state = { now: 1_000_000, isThere: true, uid: "u1" };
  const client = {
    request<T>(method: string, path: string, { body }: RequestOptions): Promise<T> {
      asked.push({ method, path, body });
      if (method === "POST") {
        const token = `token-${asked.length}`;
        return Promise.resolve({ status: { token, expirationTimestamp: "x" } } as T);
      }
      const secret = hookSecret(aHook({ namespace: "team-a", name: "charts" }));
      const isOurs = path.endsWith("/team-a/secrets/apprepo-hook-charts");
      if (!state.isThere || !isOurs) {
        const status = { kind: "Status", code: 403, reason: "Forbidden", message: "no" };
        return Promise.reject(new ApiError(403, status as never));
      }
      const metadata = { ...secret.metadata, uid: state.uid };
      return Promise.resolve({ ...secret, metadata } as T);
    },
  };
  const now = () => state.now;
  const lender = new Lender(client, now);
  const hooks = new LentHooks({ lender, now, troubled: () => {} });
  return { state, asked, client, lender, hooks, tokens: new LentTokens(lender, now) };
}

const key = { namespace: "team-a", name: "charts" };

Deno.test("Lender makes two kinds of requests and no other, whatever the names", async () => {
  const { lender, asked } = setUp();
  const signal = new AbortController().signal;
  await lender.readSecret(key, signal);
  await lender.mintToken(key, "u1", signal);
  assert.deepEqual(asked.map(({ method, path }) => `${method} ${path}`), [
    "GET /api/v1/namespaces/team-a/secrets/apprepo-hook-charts",
    "POST /api/v1/namespaces/team-a/serviceaccounts/apprepo-hook-charts/token",
  ]);
  assert.deepEqual((asked[1]!.body as { spec: unknown }).spec, {
    expirationSeconds: 600,
    boundObjectRef: { apiVersion: "v1", kind: "Secret", name: "apprepo-hook-charts", uid: "u1" },
  });
  for (const name of ["../x", "a/b", "x/../../../secrets/y", "a%2fb"]) {
    await assert.rejects(async () => await lender.readSecret({ ...key, name }, signal));
    await assert.rejects(async () => await lender.mintToken({ ...key, name }, "u", signal));
  }
  assert.equal(asked.length, 2);
});

Deno.test("LentHooks reads a hook once in ten seconds, and again when asked to", async () => {
  const { hooks, asked, state } = setUp();
  for (let time = 0; time < 5; time++) assert.ok(await hooks.find(key));
  assert.equal(asked.length, 1);
  state.now += 9_999;
  await hooks.find(key);
  assert.equal(asked.length, 1);
  state.now += 1;
  await Promise.all([hooks.find(key), hooks.find(key)]);
  assert.equal(asked.length, 2, "those that come meanwhile wait for the same look");
  for (let time = 0; time < 10; time++) await hooks.lookAgain(key);
  assert.equal(asked.length, 5, "three at once, then one a second");
  state.now += 1_000;
  await hooks.lookAgain(key);
  assert.equal(asked.length, 6);
});

Deno.test("LentHooks forgets a hook that is gone, and what it was", async () => {
  const { hooks, state } = setUp();
  assert.equal((await hooks.find(key))?.uid, "u1");
  state.isThere = false;
  state.now += 10_000;
  assert.equal(await hooks.find(key), undefined);
  state.isThere = true;
  state.uid = "u2";
  assert.equal(await hooks.find(key), undefined, "for ten seconds it counts as none");
  state.now += 10_000;
  assert.equal((await hooks.find(key))?.uid, "u2");
});

Deno.test("LentHooks looks for no more unknown names than one a second, and finds known ones all the same", async () => {
  const { hooks, asked, state } = setUp();
  assert.ok(await hooks.find(key));
  let refused = 0;
  for (let at = 0; at < 1_000; at++) {
    state.now += 100;
    const unknown = { namespace: "team-b", name: `h${at}` };
    await hooks.find(unknown).catch((error) => {
      assert.ok(error instanceof LookUpRefused);
      refused++;
    });
    assert.ok(await hooks.find(key));
  }
  const looks = asked.filter(({ path }) => path.includes("team-b")).length;
  assert.ok(looks <= 5 + 100 / 2 && looks >= 50, `${looks} in 100 s`);
  assert.equal(refused, 1_000 - looks);
});

Deno.test("LentHooks finds many hooks at once: only what is none counts", async () => {
  const { state, asked, client } = setUp();
  const secret = hookSecret(aHook({ namespace: "team-a", name: "charts" }));
  let most = 0;
  let atOnce = 0;
  const slow = {
    async request<T>(method: string, path: string): Promise<T> {
      most = Math.max(most, ++atOnce);
      await new Promise((resolve) => setTimeout(resolve, 1));
      atOnce--;
      const name = path.split("/").at(-1)!;
      if (name.includes("none")) return await client.request(method, path, {});
      return { ...secret, metadata: { name, namespace: "team-a", uid: name } } as T;
    },
  };
  const now = () => state.now;
  const hooks = new LentHooks({ lender: new Lender(slow, now), now, troubled: () => {} });
  const find = (name: string) => hooks.find({ namespace: "team-a", name });
  const found = await Promise.all(Array.from({ length: 100 }, (_, at) => find(`hook-${at}`)));
  assert.equal(found.filter(Boolean).length, 100);
  assert.ok(most <= 3, `${most} look-ups at a time`);
  await Promise.allSettled(Array.from({ length: 100 }, (_, at) => find(`none-${at}`)));
  assert.ok(asked.length <= 5 + 2, `${asked.length} look-ups of what is none`);
  await assert.rejects(() => find("later"), LookUpRefused);
  assert.ok(await find("hook-1"), "what is known is found all the same");
});

Deno.test("LentHooks lets no more wait than it may, when the API server does not answer", async () => {
  const { state } = setUp();
  let asked = 0;
  const gate = Promise.withResolvers<never>();
  const client = {
    request<T>(): Promise<T> {
      asked++;
      return gate.promise;
    },
  };
  const now = () => state.now;
  const hooks = new LentHooks({ lender: new Lender(client, now), now, troubled: () => {} });
  const all = Array.from(
    { length: 2_000 },
    (_, at) => hooks.find({ namespace: "team-b", name: `h${at}` }),
  );
  const outcomes = Promise.allSettled(all);
  const later = new Promise<number>((resolve) => setTimeout(() => resolve(0), 50));
  const refused = await Promise.all(
    all.map((one) =>
      Promise.race([one.then(() => 0, (error) => error instanceof LookUpRefused ? 1 : 0), later])
    ),
  );
  assert.equal(asked, 3);
  assert.equal(refused.reduce((sum, one) => sum + one, 0), 2_000 - 3 - 500);
  gate.reject(new DOMException("away", "TimeoutError"));
  await outcomes;
});

Deno.test("LentTokens uses a token for eight of its ten minutes, and none of another Secret", async () => {
  const { hooks, tokens, state } = setUp();
  const lent = (await hooks.find(key))!;
  const [first, same] = await Promise.all([tokens.of(lent), tokens.of(lent)]);
  assert.equal(first, same);
  state.now += 8 * 60_000 - 1;
  assert.equal(await tokens.of(lent), first);
  state.now += 1;
  const second = await tokens.of(lent);
  assert.notEqual(second, first);
  assert.notEqual(await tokens.of({ ...lent, uid: "u2" }), second);
  tokens.forget(lent);
  assert.notEqual(await tokens.of(lent), second);
});

Deno.test("LentTokens asks once a second for a token that is refused", async () => {
  const { state } = setUp();
  let asked = 0;
  const status = { kind: "Status", code: 404, reason: "NotFound", message: "gone" };
  const client = {
    request<T>(): Promise<T> {
      asked++;
      return Promise.reject(new ApiError(404, status as never));
    },
  };
  const tokens = new LentTokens(new Lender(client, () => state.now), () => state.now);
  const lent = { hook: aHook({ namespace: "team-a", name: "charts" }), uid: "u", readAt: 0 };
  for (let time = 0; time < 20; time++) await assert.rejects(() => tokens.of(lent), ApiError);
  assert.equal(asked, 1);
  state.now += 1_000;
  await assert.rejects(() => tokens.of(lent), ApiError);
  assert.equal(asked, 2);
});
