import assert from "node:assert/strict";
import { ApiError, ConnectionError } from "../../../../src/kube/api/errors.ts";
import { follow } from "../../../../src/kube/api/follow.ts";
import type { KubeObject, Resource } from "../../../../src/kube/api/resource.ts";
import type { ListOptions } from "../../../../src/kube/api/client.ts";

const things: Resource = {
  group: "",
  version: "v1",
  plural: "things",
  kind: "Thing",
  namespaced: true,
};

type Line = { type: string; object: unknown };
/** What a watch brings, and how it ends. */
type Watch = { lines: readonly Line[]; end?: unknown };

function thing(name: string, resourceVersion: string, more: object = {}): KubeObject {
  return { metadata: { name, namespace: "n", uid: `uid-${name}`, resourceVersion, ...more } };
}

function bookmark(resourceVersion: string): Line {
  return { type: "BOOKMARK", object: { metadata: { resourceVersion } } };
}

/** Lists and watches in the order given; ends the test's patience after the last. */
function scripted(lists: KubeObject[][], watches: (Watch | Error)[]) {
  const stop = new AbortController();
  const done = new Error("the script is at its end");
  const from: string[] = [];
  let version = 0;
  const client = {
    async *list<T>(_: Resource, __: unknown, { begun }: ListOptions = {}) {
      const items = lists.shift();
      if (items === undefined) throw done;
      version += 100;
      begun?.(String(version));
      yield* items as T[];
    },
    open(_: string, { query }: { query?: Readonly<Record<string, string | undefined>> }) {
      from.push(query?.resourceVersion ?? "");
      const next = watches.shift();
      if (next === undefined) return Promise.reject(new ApiError(410, { reason: "Expired" }));
      if (next instanceof Error) return Promise.reject(next);
      return Promise.resolve(bytesOf(next));
    },
  };
  return { client, from, done, signal: stop.signal };
}

async function* bytesOf({ lines, end }: Watch): AsyncGenerator<Uint8Array> {
  const text = lines.map((line) => JSON.stringify(line) + "\n").join("");
  const bytes = new TextEncoder().encode(text);
  const middle = bytes.length >> 1;
  yield bytes.subarray(0, middle);
  yield bytes.subarray(middle);
  if (end) throw end;
}

async function told(lists: KubeObject[][], watches: (Watch | Error)[]) {
  const { client, from, done, signal } = scripted(lists, watches);
  const said: string[] = [];
  const sleeps: number[] = [];
  let now = 0;
  const host = {
    now: () => now,
    sleep: (ms: number) => {
      sleeps.push(ms);
      now += ms;
      return Promise.resolve();
    },
  };
  const read = ({ metadata }: KubeObject) => metadata.name;
  let error: unknown;
  try {
    for await (const item of follow(client, things, {}, { signal, read, host })) {
      if (item.type === "current") said.push("current");
      else if (item.type === "gone") said.push(`-${item.item}`);
      else said.push(`${item.isListed ? "=" : "+"}${item.item}`);
    }
  } catch (thrown) {
    error = thrown === done ? undefined : thrown;
  }
  return { said, from, sleeps, error };
}

const broken = new ConnectionError("error: cut", { kind: "broken", sent: true, acknowledged: 200 });
const idle = new ConnectionError("error: idle", { kind: "timeout", sent: true });
const forbidden = new ApiError(403, { reason: "Forbidden" });
const expired = {
  type: "ERROR",
  object: { kind: "Status", code: 410, reason: "Expired", message: "too old resource version" },
};

Deno.test("follow() lists, then watches from the list's version", async () => {
  const { said, from } = await told([[thing("a", "1")]], [{
    lines: [
      { type: "ADDED", object: thing("b", "101") },
      { type: "MODIFIED", object: thing("a", "102") },
      { type: "DELETED", object: thing("b", "103") },
    ],
  }]);
  assert.deepEqual(said, ["=a", "current", "+b", "+a", "-b"]);
  assert.deepEqual(from, ["100", "103"]);
});

Deno.test("follow() goes on where a watch ended, a bookmark included", async () => {
  const { from } = await told([[]], [
    { lines: [{ type: "ADDED", object: thing("a", "101") }, bookmark("150")] },
    { lines: [], end: broken },
    { lines: [bookmark("170")] },
  ]);
  assert.deepEqual(from, ["100", "150", "150", "170"]);
});

for (
  const [name, watch] of [
    ["an event 410", { lines: [expired] }],
    ["an answer 410", new ApiError(410, { reason: "Expired" })],
    ["silence", { lines: [], end: idle }],
  ] as const
) {
  Deno.test(`follow() lists again after ${name}, and tells the difference`, async () => {
    const lists = [
      [thing("same", "1"), thing("changed", "2"), thing("lost", "3"), thing("remade", "4")],
      [
        thing("same", "1"),
        thing("changed", "120"),
        thing("remade", "121", { uid: "another" }),
        thing("new", "122"),
      ],
    ];
    const { said, from } = await told(lists, [watch]);
    const before = ["=same", "=changed", "=lost", "=remade", "current"];
    const after = ["=changed", "=remade", "=new", "-lost", "-remade", "current"];
    assert.deepEqual(said, [...before, ...after]);
    assert.deepEqual(from, ["100", "200"]);
  });
}

Deno.test("follow() lists every two seconds where it may not watch", async () => {
  const lists = [[thing("a", "1")], [thing("a", "1")], [thing("a", "2")], []];
  const { said, from, sleeps } = await told(lists, [forbidden]);
  assert.deepEqual(said, ["=a", "current", "current", "=a", "current", "-a", "current"]);
  assert.equal(from.length, 1);
  assert.deepEqual(sleeps.slice(-3), [2_000, 2_000, 2_000]);
});

Deno.test("follow() pauses between watches that end at once", async () => {
  const { sleeps } = await told([[]], [{ lines: [] }, { lines: [] }, { lines: [] }]);
  assert.deepEqual(sleeps, [1_000, 1_000, 1_000]);
});

Deno.test("follow() gives up where watches keep failing", async () => {
  const { error } = await told([[]], Array(9).fill({ lines: [], end: broken }));
  assert.equal(error, broken);
});

Deno.test("follow() throws where the server stays away", async () => {
  const refused = new ConnectionError("error: refused", { kind: "refused", sent: false });
  assert.equal((await told([[]], [refused])).error, refused);
});

Deno.test("follow() takes no other thing for a watch", async () => {
  const lines = [{ type: "ADDED", object: { metadata: {} } }];
  const { error } = await told([[]], Array(9).fill({ lines }));
  assert.match(String(error), /answered a watch with something that is no event/);
});
