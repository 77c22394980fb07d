import assert from "node:assert/strict";
import { readAccountToken } from "../../../../../src/apprepo/grant/token/account_token.ts";
import { ApiError } from "../../../../../src/kube/api/errors.ts";

const forbidden = new ApiError(403, { reason: "Forbidden", message: "cannot list secrets" });
const account = { namespace: "team-a", name: "hook" };

interface Made {
  of?: string;
  token?: string;
  /** Day of January. */
  day?: number;
  marked?: boolean;
}

function secret(name: string, { of = "hook", token = name, day = 1, marked = false }: Made = {}) {
  const annotations = { "kubernetes.io/service-account.name": of };
  const labels = marked ? { "app.kubernetes.io/managed-by": "kubectl-apprepo" } : {};
  const creationTimestamp = `2026-01-${String(day).padStart(2, "0")}T00:00:00Z`;
  const metadata = { name, namespace: "team-a", annotations, labels, creationTimestamp };
  const data = token === "" ? {} : { token: btoa(token) };
  return { type: "kubernetes.io/service-account-token", metadata, data };
}

type Secret = ReturnType<typeof secret>;

/** @param listed what a list holds, or why there is none */
async function read(listed: readonly Secret[] | Error, readable = listed): Promise<string> {
  const client = {
    get(_resource: unknown, { name }: { name: string }) {
      const all = readable instanceof Error ? [] : readable;
      const found = all.find(({ metadata }) => metadata.name === name);
      return found ? Promise.resolve(found) : Promise.reject(forbidden);
    },
    async *list() {
      if (listed instanceof Error) throw listed;
      yield* listed;
    },
  } as unknown as Parameters<typeof readAccountToken>[0];
  const { signal } = new AbortController();
  let now = 0;
  const sleep = (milliseconds: number) => Promise.resolve(void (now += milliseconds));
  const timing = { now: () => now, random: () => 0, sleep };
  const { token, secret } = await readAccountToken(client, account, { timing, signal });
  assert.ok(token === secret || token.startsWith("filled"));
  return token;
}

/** What Kubernetes 1.21 to 1.23 made by itself, and somebody by hand. */
const automatic = secret("hook-token-x2k4p", { day: 9 });
const digits = secret("hook-token-24567", { day: 9 });
const manual = secret("by-hand", { day: 2 });
const first = secret("hook-token", { marked: true });
const second = secret("hook-token-2", { marked: true });
const tenth = secret("hook-token-10", { marked: true });
const adopted = secret("old-by-hand", { day: 20, marked: true });

const rows: readonly (readonly [what: string, there: readonly Secret[], name: string])[] = [
  ["grant's own", [first], "hook-token"],
  ["grant's own, whatever Kubernetes made by itself later", [automatic, first], "hook-token"],
  ["grant's own, though another has a number", [digits, first], "hook-token"],
  ["the last rotation's", [second, tenth, first, automatic, manual], "hook-token-10"],
  ["the last rotation's, whatever it was made for", [adopted, first], "hook-token"],
  ["the one that grant adopted, before others", [adopted, automatic], "old-by-hand"],
  ["without a grant, the newest", [manual, automatic], "hook-token-x2k4p"],
  ["without a grant, the newest that is filled", [
    manual,
    secret("empty", { token: "", day: 30 }),
  ], "by-hand"],
  ["of this ServiceAccount only", [secret("x", { of: "other", day: 30 }), manual], "by-hand"],
];
for (const [what, there, name] of rows) {
  Deno.test(`readAccountToken() takes ${what}`, async () => {
    assert.equal(await read(there), name);
    assert.equal(await read([...there].reverse()), name);
  });
}

Deno.test("readAccountToken() says what is missing and how to get it", async () => {
  await assert.rejects(read([secret("x", { of: "other" })]), {
    message:
      /^ServiceAccount "hook" in namespace "team-a" has no token Secret\nMake one with: kubectl apprepo grant --serviceaccount team-a:hook\n/,
  });
  await assert.rejects(read([secret("hook-token", { token: "" })]), {
    message: /holds no token after 30 seconds/,
  });
  await assert.rejects(read(forbidden), {
    message:
      /cannot list secrets\nThe token of ServiceAccount "hook" is looked for in its Secret\./,
  });
});

Deno.test("readAccountToken() waits until Kubernetes has filled the newest", async () => {
  const filled = secret("hook-token-2", { token: "filled", marked: true });
  const empty = secret("hook-token-2", { token: "", marked: true });
  assert.equal(await read([first, empty], [first, filled]), "filled");
});

Deno.test("readAccountToken() reads the usual Secret where the Secrets may not be listed", async () => {
  assert.equal(await read(forbidden, [secret("hook-token")]), "hook-token");
  await assert.rejects(read(forbidden, [manual]), { message: /cannot list/ });
  await assert.rejects(read(forbidden, [secret("hook-token", { of: "other" })]), {
    message: /has no token Secret/,
  });
});

Deno.test("readAccountToken() refuses what no header can carry, without showing it", async () => {
  await assert.rejects(read([secret("hook-token", { token: "geheim\nX-Evil: 1" })]), (
    error: Error,
  ) => {
    assert.match(error.message, /no HTTP header can carry/);
    assert.doesNotMatch(error.message, /geheim/);
    return true;
  });
});
