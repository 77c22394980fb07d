import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import type { Hook } from "../../../../src/apprepo/hook/hook.ts";
import { hookSecret } from "../../../../src/apprepo/hook/hook_secret.ts";
import { ConnectionError } from "../../../../src/kube/api/errors.ts";
import type { ApiServer } from "../../../../src/receiver/api_server.ts";
import { HookDoor } from "../../../../src/receiver/hooks/hook_door.ts";
import { Lender } from "../../../../src/receiver/hooks/lender.ts";
import { LentHooks } from "../../../../src/receiver/hooks/lent_hooks.ts";
import { LentTokens } from "../../../../src/receiver/hooks/lent_tokens.ts";
import { SeenIds } from "../../../../src/receiver/hooks/seen_ids.ts";
import type { Asked, Refreshes } from "../../../../src/receiver/refreshes.ts";
import { aHook } from "../../support/a_hook.ts";

const key = "u".repeat(27);
const quay = aHook({
  namespace: "team-a",
  name: "charts",
  from: "quay",
  keys: [{ key, since: "" }],
});

/** A door in front of an API server whose GETs and POSTs take as long as the test says. */
function setUp(
  options: { readonly get?: number; readonly post?: number } = {},
  hook: Hook = quay,
) {
  const state = { isAway: false, ...options };
  const asked: Asked[] = [];
  const now = () => performance.now();
  const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
  const client = {
    async request<T>(method: string): Promise<T> {
      if (state.isAway) {
        throw new ConnectionError("away", { kind: "refused", sent: false });
      }
      if (method === "POST") {
        await sleep(state.post ?? 0);
        return { status: { token: "t", expirationTimestamp: "x" } } as T;
      }
      await sleep(state.get ?? 0);
      const secret = hookSecret(hook);
      return { ...secret, metadata: { ...secret.metadata, uid: "u1" } } as T;
    },
  };
  const refreshes = {
    vouchFor: () => {},
    ask(one: Asked) {
      asked.push(one);
      return Promise.resolve({ answer: { code: 200, headers: {}, body: new Uint8Array() } });
    },
  };
  const lender = new Lender(client, now);
  const door = new HookDoor({
    server: { name: "default" } as ApiServer,
    hooks: new LentHooks({ lender, now, troubled: () => {} }),
    tokens: new LentTokens(lender, now),
    seenIds: new SeenIds(now),
    refreshes: refreshes as unknown as Refreshes,
    timing: { now, sleep },
    wallClock: Date.now,
    troubled: () => {},
  });
  async function send(secret = key, time = 5_000) {
    const request = { method: "POST", path: "", headers: new Map(), remoteAddress: "::1" };
    const body = new TextEncoder().encode('{"updated_tags":["1"],"repository":"a/b"}');
    const began = now();
    const address = { namespace: "team-a", name: "charts", secret };
    const { answer, verdict } = await door.handle({ ...request, body }, address, began + time);
    return { code: answer.code, verdict, took: now() - began };
  }
  return { state, asked, send, door };
}

/** As Standard Webhooks has it, of `{}`. */
function signed(hook: Hook, at: number) {
  const [id, time] = ["msg_1", String(Math.floor(at / 1_000))];
  const sum = createHmac("sha256", hook.keys[0]!.key).update(`${id}.${time}.{}`).digest("base64");
  const headers = new Map([
    ["webhook-id", id],
    ["webhook-timestamp", time],
    ["webhook-signature", `v1,${sum}`],
  ]);
  const body = new TextEncoder().encode("{}");
  return { method: "POST", path: "", headers, body, remoteAddress: "::1" };
}

Deno.test("HookDoor goes by the machine's clock, whatever the one is that measures", async () => {
  const standard = aHook({
    namespace: "team-a",
    name: "charts",
    from: "standard",
    keys: [{ key: `not-base64!${"k".repeat(30)}`, since: "" }],
  });
  const { door } = setUp({}, standard);
  const address = { namespace: "team-a", name: "charts", secret: standard.id! };
  const codes = [0, -10 * 60_000].map(async (later) => {
    const request = signed(standard, Date.now() + later);
    return (await door.handle(request, address, performance.now() + 5_000)).answer.code;
  });
  assert.deepEqual(await Promise.all(codes), [200, 401]);
});

Deno.test("HookDoor.mayEnter() is for those who know the URL in whole", async () => {
  const { door, state } = setUp();
  const address = { namespace: "team-a", name: "charts", secret: key };
  assert.ok(await door.mayEnter(address));
  assert.ok(!await door.mayEnter({ ...address, secret: "w".repeat(27) }));
  state.isAway = true;
  assert.ok(
    await door.mayEnter({ ...address, name: "other" }),
    "the answer says that it can't be told",
  );
});

Deno.test("HookDoor answers in the caller's time, however long the API server takes", async () => {
  for (const slow of [{ get: 400 }, { post: 400 }]) {
    const { send, asked } = setUp(slow);
    const { code, took } = await send(key, 100);
    assert.equal(code, 504);
    assert.ok(took < 350, `${took} ms`);
    await new Promise((resolve) => setTimeout(resolve, 500));
    // What began late is given a deadline that is over, by which nothing is refreshed.
    assert.ok(asked.every(({ deadline }) => deadline < performance.now()));
  }
});

Deno.test("HookDoor calls a proof that failed one, when nothing can be looked at any more, too", async () => {
  const { state, send } = setUp();
  assert.equal((await send()).code, 200);
  state.isAway = true;
  const { code, verdict, took } = await send("w".repeat(27));
  assert.deepEqual([code, verdict], [401, "refused"]);
  assert.ok(took >= 49, `${took} ms`);
});
