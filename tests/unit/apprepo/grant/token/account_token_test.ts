import assert from "node:assert/strict";
import { readAccountToken } from "../../../../../src/apprepo/grant/token/account_token.ts";
import { ApiError } from "../../../../../src/kube/api/errors.ts";

const forbidden = new ApiError(403, { reason: "Forbidden", message: "cannot list secrets" });
const account = { namespace: "team-a", name: "hook" };

function secret(of: string, token?: string, creationTimestamp = "2026-01-01T00:00:00Z") {
  const annotations = { "kubernetes.io/service-account.name": of };
  const metadata = { name: "s", namespace: "team-a", annotations, creationTimestamp };
  return { metadata, data: token === undefined ? {} : { token: btoa(token) } };
}

function tokenOf(...found: (object | Error)[]): Promise<string> {
  return read(found);
}

function read(found: readonly (object | Error)[], readable?: object): Promise<string> {
  const client = {
    get(_resource: unknown, { name }: { name: string }) {
      return readable && name === "hook-token"
        ? Promise.resolve(readable)
        : Promise.reject(forbidden);
    },
    async *list() {
      for (const one of found) {
        if (one instanceof Error) throw one;
        yield one;
      }
    },
  } as unknown as Parameters<typeof readAccountToken>[0];
  return readAccountToken(client, account, new AbortController().signal);
}

Deno.test("readAccountToken() takes the ServiceAccount's own, the newest of several", async () => {
  assert.equal(await tokenOf(secret("other", "wrong"), secret("hook", "right")), "right");
  const old = secret("hook", "old");
  const next = secret("hook", "new", "2026-02-01T00:00:00Z");
  const empty = secret("hook", undefined, "2026-03-01T00:00:00Z");
  assert.equal(await tokenOf(old, next, empty), "new");
  assert.equal(await tokenOf(next, old), "new");
});

Deno.test("readAccountToken() says what is missing and how to get it", async () => {
  await assert.rejects(tokenOf(secret("other", "wrong")), {
    message:
      /^ServiceAccount "hook" in namespace "team-a" has no token Secret\nGet one with: kubectl/,
  });
  await assert.rejects(tokenOf(secret("hook")), { message: /is still empty/ });
  await assert.rejects(tokenOf(forbidden), {
    message:
      /cannot list secrets\nThe token of ServiceAccount "hook" is looked for in its Secret\./,
  });
});

Deno.test("readAccountToken() reads the usual Secret where the Secrets may not be listed", async () => {
  assert.equal(await read([forbidden], secret("hook", "right")), "right");
  await assert.rejects(read([forbidden], secret("other", "wrong")), { message: /cannot list/ });
});

Deno.test("readAccountToken() refuses what no header can carry, without showing it", async () => {
  await assert.rejects(tokenOf(secret("hook", "geheim\nX-Evil: 1")), (error: Error) => {
    assert.match(error.message, /no HTTP header can carry/);
    assert.doesNotMatch(error.message, /geheim/);
    return true;
  });
});
