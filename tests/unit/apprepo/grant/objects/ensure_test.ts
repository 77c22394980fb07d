import assert from "node:assert/strict";
import { change, ensure, type Writing } from "../../../../../src/apprepo/grant/objects/ensure.ts";
import { serviceAccounts } from "../../../../../src/apprepo/grant/objects/resources.ts";
import type { KubeClient } from "../../../../../src/kube/api/client.ts";
import { ApiError } from "../../../../../src/kube/api/errors.ts";
import type { KubeObject } from "../../../../../src/kube/api/resource.ts";

const desired: KubeObject = { metadata: { name: "x", namespace: "a", resourceVersion: "1" } };

function writing(dryRun: Writing["dryRun"] = "none"): Writing {
  const timing = { now: () => 0, random: () => 0, sleep: () => Promise.resolve() };
  return { dryRun, fieldManager: "m", signal: new AbortController().signal, timing };
}

function refusal(code: number, reason: string): ApiError {
  return new ApiError(code, { code, reason, message: reason, details: { name: "x" } });
}

/** Answers one request after the other, and keeps what was asked. */
function client(...answers: (KubeObject | ApiError)[]) {
  const asked: string[] = [];
  const bodies: unknown[] = [];
  function answer(method: string, body?: unknown): Promise<KubeObject> {
    asked.push(method);
    bodies.push(body);
    const next = answers.shift();
    return next instanceof Error ? Promise.reject(next) : Promise.resolve(next!);
  }
  const fake = {
    get: () => answer("GET"),
    update: (_: unknown, object: unknown) => answer("PUT", object),
    request: (method: string, _: string, { body }: { body: unknown }) => answer(method, body),
  };
  return { asked, bodies, fake: fake as unknown as KubeClient };
}

Deno.test("ensure() looks again when somebody else was quicker", async () => {
  const { fake, asked } = client(
    refusal(404, "NotFound"),
    refusal(409, "AlreadyExists"),
    desired,
    refusal(409, "Conflict"),
    desired,
    desired,
  );
  const merge = (there: KubeObject) => ({ ...there, secrets: [] });
  const made = await ensure(fake, serviceAccounts, desired, merge, writing());
  assert.equal(made.outcome, "configured");
  assert.deepEqual(asked, ["GET", "POST", "GET", "PUT", "GET", "PUT"]);
});

Deno.test("ensure() gives up on what does not pass", async () => {
  const { fake, asked } = client(refusal(404, "NotFound"), refusal(403, "Forbidden"));
  await assert.rejects(
    ensure(fake, serviceAccounts, desired, (there) => there, writing()),
    /Forbidden/,
  );
  assert.deepEqual(asked, ["GET", "POST"]);
});

Deno.test("ensure() sends no write in a client's dry run", async () => {
  const { fake, asked } = client(refusal(404, "NotFound"));
  const made = await ensure(fake, serviceAccounts, desired, (there) => there, writing("client"));
  assert.deepEqual([made.outcome, asked], ["created", ["GET"]]);
});

Deno.test("change() deletes only what it has read, and dry runs in the body", async () => {
  const { fake, asked, bodies } = client(refusal(409, "Conflict"), desired, desired);
  const made = await change(fake, serviceAccounts, desired, () => undefined, writing("server"));
  assert.equal(made?.outcome, "deleted");
  assert.deepEqual(asked, ["DELETE", "GET", "DELETE"]);
  const { preconditions, dryRun } = bodies[2] as Record<string, unknown>;
  assert.deepEqual(preconditions, { uid: undefined, resourceVersion: "1" });
  assert.deepEqual(dryRun, ["All"]);
});

Deno.test("change() is content with what is gone already", async () => {
  const { fake } = client(refusal(404, "NotFound"), refusal(404, "NotFound"));
  const made = await change(fake, serviceAccounts, desired, () => undefined, writing());
  assert.equal(made, undefined);
});
