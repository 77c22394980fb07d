import assert from "node:assert/strict";
import { lockApi } from "../../../../../src/apprepo/grant/lock/lock_api.ts";
import { LockUnavailable, makeLock } from "../../../../../src/apprepo/grant/lock/make_lock.ts";
import { unlock } from "../../../../../src/apprepo/grant/lock/unlock.ts";
import type { Made, Writing } from "../../../../../src/apprepo/grant/objects/ensure.ts";
import type { KubeClient } from "../../../../../src/kube/api/client.ts";
import { ApiError } from "../../../../../src/kube/api/errors.ts";
import { type KubeObject, pathOf, type Resource } from "../../../../../src/kube/api/resource.ts";

const group = "/apis/admissionregistration.k8s.io/";
const account = { namespace: "team-a", name: "sender" };
const { signal } = new AbortController();
const timing = { now: () => 0, random: () => 0, sleep: () => Promise.resolve() };
const writing: Writing = { dryRun: "none", fieldManager: "m", signal, timing };

type Served = Readonly<Record<string, readonly string[] | number>>;

const both = ["validatingadmissionpolicies", "validatingadmissionpolicybindings"];
const hooks = ["validatingwebhookconfigurations"];

function refusal(code: number, name?: string): ApiError {
  return new ApiError(code, { code, message: `${code}`, details: name ? { name } : {} });
}

/** An API server that has these resources, or answers to discovery with a code. */
function server(served: Served, rights: "all" | "none" = "all") {
  const asked: string[] = [];
  function answer(method: string, path: string, body?: KubeObject): unknown {
    asked.push(`${method} ${path.slice(group.length)}`);
    const [version = "", plural, name] = path.slice(group.length).split("/");
    const has = served[version] ?? 404;
    if (plural === undefined) {
      if (typeof has === "number") throw refusal(has);
      return { resources: has.map((name) => ({ name })) };
    }
    if (rights === "none") throw refusal(403, name);
    if (typeof has === "number" || !has.includes(plural)) throw refusal(404);
    if (method === "GET") throw refusal(404, name);
    return body;
  }
  const fake = {
    get: (resource: Resource, key: { name?: string }) =>
      Promise.try(() => answer("GET", pathOf(resource, key))),
    request: (method: string, path: string, { body }: { body?: KubeObject }) =>
      Promise.try(() => answer(method, path, body)),
  };
  return { client: fake as unknown as KubeClient, asked };
}

const servers: readonly (readonly [what: string, Served, api: string])[] = [
  ["1.30 and later", { v1: [...hooks, ...both] }, "v1"],
  ["1.30 and later with the beta as well", { v1: both, v1beta1: both }, "v1"],
  ["1.29 with the beta turned on", { v1: hooks, v1beta1: both }, "v1beta1"],
  ["1.29", { v1: hooks }, "none"],
  ["one with another beta of the group", { v1: hooks, v1beta1: ["x"] }, "none"],
  ["one without the group", {}, "none"],
  ["one that lets nobody look", { v1: 403, v1beta1: 403 }, "unknown"],
];
for (const [what, served, api] of servers) {
  Deno.test(`lockApi() knows ${what}`, async () => {
    assert.equal(await lockApi(server(served).client, signal), api);
  });

  Deno.test(`makeLock() does what ${what} can`, async () => {
    const { client } = server(served);
    const made: Made[] = [];
    const making = makeLock(client, account, writing, (one) => made.push(one));
    if (api === "v1" || api === "v1beta1") {
      assert.equal((await making).version, api);
      const versions = made.map(({ object }) => (object as { apiVersion?: string }).apiVersion);
      assert.deepEqual(versions, Array(2).fill(`admissionregistration.k8s.io/${api}`));
    } else {
      const expected = (error: unknown) => error instanceof LockUnavailable && error.api === api;
      await assert.rejects(making, expected);
      assert.deepEqual(made, []);
    }
  });

  Deno.test(`makeLock() and unlock() tell on ${what} whether more rights would help`, async () => {
    const { client } = server(served, "none");
    const making = makeLock(client, account, writing, () => {});
    await assert.rejects(making, (error) => error instanceof LockUnavailable && error.api === api);
    const left: string[] = [];
    const events = { made() {}, failed() {}, left: (called: string) => void left.push(called) };
    assert.equal(await unlock(client, account, writing, events), false);
    assert.equal(left.length, api === "none" ? 0 : 1);
  });
}

Deno.test("makeLock() asks nothing more where the lock can be made", async () => {
  const { client, asked } = server({ v1: both });
  await makeLock(client, account, writing, () => {});
  assert.ok(asked.every((one) => /^(GET|POST) v1\/validating/.test(one)), asked.join());
});

Deno.test("lockApi() takes no other trouble for an answer", async () => {
  await assert.rejects(lockApi(server({ v1: 500 }).client, signal), { code: 500 });
});
