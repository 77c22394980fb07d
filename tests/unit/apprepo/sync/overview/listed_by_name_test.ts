import assert from "node:assert/strict";
import {
  ListedByName,
  type OfRepository,
} from "../../../../../src/apprepo/sync/overview/listed_by_name.ts";
import { ApiError } from "../../../../../src/kube/api/errors.ts";
import type { KubeObject } from "../../../../../src/kube/api/resource.ts";

interface Item extends OfRepository {
  readonly name: string;
}

/** A list of objects that are called `repository-number`. */
class Names {
  /** How many were asked for. */
  asked = 0;
  readonly #names: readonly string[];
  readonly #end: Error | undefined;

  constructor(names: readonly string[], end?: Error) {
    this.#names = names;
    this.#end = end;
  }

  async *list(): AsyncGenerator<KubeObject> {
    for (const name of this.#names) {
      this.asked++;
      yield { metadata: { name } };
    }
    if (this.#end) throw this.#end;
  }
}

function read({ metadata: { name = "" } }: KubeObject): Item | undefined {
  if (name.startsWith("other")) return undefined;
  return { name, repository: { namespace: "a", name: name.replace(/-\d+$/, "") } };
}

async function names(list: ListedByName<Item>, name: string): Promise<string[] | undefined> {
  return (await list.take({ namespace: "a", name }, [`${name}-\x7f`]))?.map((item) => item.name);
}

Deno.test("ListedByName reads no further than it must", async () => {
  const source = new Names(["b-1", "b-2", "c-1", "d-1", "e-1", "f-1"]);
  const list = new ListedByName(source.list(), read);
  assert.deepEqual(await names(list, "b"), ["b-1", "b-2"]);
  assert.equal(source.asked, 4);
  assert.deepEqual(await names(list, "c"), ["c-1"]);
  await list.close();
  assert.equal(source.asked, 5);
});

Deno.test("ListedByName has what comes in another order, and each once", async () => {
  const list = new ListedByName(new Names(["a-1", "b-1", "c-1", "c-2"]).list(), read);
  assert.deepEqual(await names(list, "c"), ["c-1", "c-2"]);
  assert.deepEqual(await names(list, "a"), ["a-1"]);
  assert.deepEqual(await names(list, "a"), []);
  assert.deepEqual(await names(list, "missing"), []);
});

Deno.test("ListedByName keeps nothing that is of no interest", async () => {
  const list = new ListedByName(new Names(["other-1", "x-1"]).list(), read);
  assert.deepEqual(await names(list, "other"), []);
  assert.deepEqual(await names(list, "x"), ["x-1"]);
});

Deno.test("ListedByName names the right that is missing, from the first question on", async () => {
  const message =
    'jobs.batch is forbidden: User "u" cannot list resource "jobs" in API group "batch" in the namespace "k"';
  const list = new ListedByName(new Names([], new ApiError(403, { message })).list(), read);
  assert.equal(list.missingRight, undefined);
  assert.equal(await names(list, "a"), undefined);
  assert.equal(await names(list, "b"), undefined);
  assert.equal(list.missingRight, 'You lack the right to list jobs.batch in namespace "k".');
});

Deno.test("ListedByName fails where the list breaks off, not before", async () => {
  const error = new ApiError(500, { message: "away" });
  const list = new ListedByName(new Names(["a-1", "b-1"], error).list(), read);
  assert.deepEqual(await names(list, "a"), ["a-1"]);
  await assert.rejects(names(list, "b"), error);
});
