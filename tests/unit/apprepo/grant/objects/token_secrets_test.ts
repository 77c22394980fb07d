import assert from "node:assert/strict";
import { requestToken } from "../../../../../src/apprepo/grant/token/bound_token.ts";
import { tokenSecret } from "../../../../../src/apprepo/grant/objects/manifests.ts";
import { secretNumber } from "../../../../../src/apprepo/grant/objects/token_secrets.ts";
import type { KubeClient } from "../../../../../src/kube/api/client.ts";

const account = { namespace: "team-a", name: "sender" };

Deno.test("secretNumber() knows the account's token Secrets by name, type and account", () => {
  const cases: [string, number | undefined][] = [
    ["sender-token", 1],
    ["sender-token-2", 2],
    ["sender-token-10", 10],
    ["sender-token-02", undefined],
    ["sender-token-1", undefined],
    ["sender-token-x2k4p", undefined],
    ["other", undefined],
  ];
  for (const [name, number] of cases) {
    assert.equal(secretNumber(account, tokenSecret(account, name)), number, name);
  }
  const opaque = { ...tokenSecret(account, "sender-token"), type: "Opaque" };
  assert.equal(secretNumber(account, opaque), undefined);
  const others = tokenSecret({ ...account, name: "other" }, "sender-token");
  assert.equal(secretNumber(account, others), undefined);
});

Deno.test("requestToken() tells when the API server shortens the token", async () => {
  const now = Date.parse("2030-01-01T00:00:00Z");
  const status = { token: "t", expirationTimestamp: "2030-01-02T00:00:00Z" };
  const client = { request: () => Promise.resolve({ status }) } as unknown as KubeClient;
  const { signal } = new AbortController();
  const short = await requestToken(client, account, { seconds: 2 * 86_400 }, now, signal);
  assert.equal(short.shortened, 86_400);
  const whole = await requestToken(client, account, { seconds: 86_400 + 1 }, now, signal);
  assert.equal(whole.shortened, undefined);
  assert.equal((await requestToken(client, account, {}, now, signal)).shortened, undefined);
});
