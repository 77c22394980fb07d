// A write may be stored though its answer was lost, and then its secret is still to be shown.

import assert from "node:assert/strict";
import type { Writing } from "../../../../src/apprepo/grant/objects/ensure.ts";
import { secrets } from "../../../../src/apprepo/grant/objects/resources.ts";
import { createHook } from "../../../../src/apprepo/hook/create_hook.ts";
import { knownHook } from "../../../../src/apprepo/hook/find_hook.ts";
import { hookSecret, readHookSecret } from "../../../../src/apprepo/hook/hook_secret.ts";
import { addKey, dropOldKeys } from "../../../../src/apprepo/hook/rotate_hook.ts";
import type { KubeClient } from "../../../../src/kube/api/client.ts";
import { ApiError } from "../../../../src/kube/api/errors.ts";
import type { KubeObject, Resource } from "../../../../src/kube/api/resource.ts";
import { aHook } from "../../support/a_hook.ts";

const name = { namespace: "team-a", name: "charts" };
const unlocked = { made() {}, unlocked() {}, beta() {}, wider() {} };

function writing(): Writing {
  const timing = { now: () => 0, random: () => 0, sleep: () => Promise.resolve() };
  return { dryRun: "none", fieldManager: "m", signal: new AbortController().signal, timing };
}

function refusal(code: number): ApiError {
  return new ApiError(code, { code, reason: "x", message: "x", details: { name: "x" } });
}

/** Keeps objects; the first write of a Secret is done as told, and answered 500. */
function server(there: KubeObject[], first: "stored" | "deleted") {
  const keyOf = ({ plural }: Resource, object: string) => `${plural}/${object}`;
  const kept = new Map(there.map((one) => [keyOf(secrets, one.metadata.name!), one]));
  let isFirst = true;
  function write(key: string, object: KubeObject): Promise<KubeObject> {
    kept.set(key, object);
    if (!key.startsWith("secrets/") || !isFirst) return Promise.resolve(object);
    isFirst = false;
    if (first === "deleted") kept.delete(key);
    return Promise.reject(refusal(first === "deleted" ? 409 : 500));
  }
  const fake = {
    get(resource: Resource, { name: object }: { name: string }) {
      const found = kept.get(keyOf(resource, object));
      return found ? Promise.resolve(found) : Promise.reject(refusal(404));
    },
    update: (resource: Resource, object: KubeObject) =>
      write(keyOf(resource, object.metadata.name!), object),
    request(_: string, path: string, { body }: { body: KubeObject }) {
      if (path.endsWith("accessreviews")) return Promise.resolve({ status: { allowed: false } });
      return write(`${path.split("/").at(-1)}/${body.metadata.name}`, body);
    },
    async *list() {},
  };
  const stored = () => readHookSecret(kept.get("secrets/apprepo-hook-charts") as never);
  return { client: fake as unknown as KubeClient, stored };
}

function known(client: KubeClient) {
  return knownHook(client, name, new AbortController().signal);
}

const hook = aHook({ ...name, from: "github" });

Deno.test("addKey() adds one key where the answer was lost, and knows that it is new", async () => {
  const { client, stored } = server([hookSecret(hook)], "stored");
  const { hook: rotated, isNew } = await addKey(client, await known(client), undefined, writing());
  assert.ok(isNew);
  assert.deepEqual(rotated.keys, stored().keys);
  assert.equal(rotated.keys.length, hook.keys.length + 1);
});

Deno.test("addKey() shows no key of a hook that was deleted meanwhile", async () => {
  const { client } = server([hookSecret(hook)], "deleted");
  await assert.rejects(
    addKey(client, await known(client), undefined, writing()),
    /hook "charts" not found/,
  );
});

Deno.test("a key that is the newest already is not new, and an old one comes first again", async () => {
  const two = {
    ...hook,
    keys: ["newest", "oldest"].map((one) => ({ key: one.repeat(4), since: "" })),
  };
  const { client } = server([hookSecret(two)], "stored");
  assert.equal(
    (await addKey(client, await known(client), "newest".repeat(4), writing())).isNew,
    false,
  );
  const { hook: rotated, isNew } = await addKey(
    client,
    await known(client),
    "oldest".repeat(4),
    writing(),
  );
  assert.deepEqual([isNew, rotated.keys.map(({ key }) => key)], [
    true,
    ["oldest".repeat(4), "newest".repeat(4)],
  ]);
  assert.equal((await dropOldKeys(client, await known(client), writing())).isNew, false);
});

Deno.test("createHook() knows a secret as new where the answer to the write was lost", async () => {
  for (const from of ["github", "dockerhub"] as const) {
    const { client, stored } = server([], "stored");
    const { keys: _keys, id: _id, ...rest } = aHook({ ...name, from });
    const wish = { ...rest, receiver: { namespace: "kubeapps", name: "kubectl-apprepo" } };
    const { hook: made, isNew } = await createHook(client, wish, writing(), unlocked);
    assert.ok(isNew, from);
    assert.deepEqual([made.keys, made.id], [stored().keys, stored().id]);
    const again = await createHook(client, wish, writing(), unlocked);
    assert.equal(again.isNew, false);
    assert.deepEqual(again.hook.keys, made.keys);
  }
});
