import assert from "node:assert/strict";
import type { AppRepository } from "../../../../src/apprepo/app_repository.ts";
import {
  OutcomeUnknown,
  refresh,
  type RepositoryApi,
} from "../../../../src/apprepo/refresh/refresh.ts";
import type { RefreshOptions } from "../../../../src/apprepo/refresh/refresh_options.ts";
import type { Query } from "../../../../src/kube/api/client.ts";
import { ApiError, ConnectionError } from "../../../../src/kube/api/errors.ts";

const key = { namespace: "a", name: "b" };
const conflict = new ApiError(409, { reason: "Conflict", message: "changed" });
const lost = new ConnectionError("lost", { kind: "broken", sent: true });

/** One object, and what happens at each PUT: an error before it is stored, after, or none. */
class Store implements RepositoryApi {
  reads = 0;
  version = 1;
  resyncRequests = 0;
  readonly queries: (Query | undefined)[] = [];
  readonly #faults: (Error | { afterwards: Error } | "other writer")[];

  constructor(...faults: (Error | { afterwards: Error } | "other writer")[]) {
    this.#faults = faults;
  }

  get<T>(): Promise<T> {
    this.reads++;
    return Promise.resolve(this.#object() as T);
  }

  update<T>(_resource: unknown, object: T, query?: Query): Promise<T> {
    this.queries.push(query);
    const fault = this.#faults.shift();
    if (fault instanceof Error) return Promise.reject(fault);
    if (fault === "other writer") {
      this.version++;
      this.resyncRequests++;
    }
    const { metadata, spec } = object as unknown as AppRepository;
    if (metadata.resourceVersion !== String(this.version)) return Promise.reject(conflict);
    this.version++;
    this.resyncRequests = spec?.resyncRequests ?? 0;
    return fault && fault !== "other writer"
      ? Promise.reject(fault.afterwards)
      : Promise.resolve(this.#object() as T);
  }

  #object(): AppRepository {
    const { version, resyncRequests } = this;
    return {
      metadata: { ...key, resourceVersion: String(version) },
      spec: { resyncRequests },
    };
  }
}

class Clock {
  time = 0;
  now = () => this.time;
  random = () => 0.5;
  sleep = (ms: number) => {
    this.time += Math.max(ms, 1);
    return Promise.resolve();
  };
}

function options(change: Partial<RefreshOptions> = {}): RefreshOptions {
  const never = new AbortController().signal;
  return { dryRun: "none", fieldManager: "me", stop: never, cut: never, ...change };
}

Deno.test("refresh() reads, raises by one and puts back with the resourceVersion", async () => {
  const store = new Store();
  const { repository, raisedAgain } = await refresh(store, key, options(), new Clock());
  assert.equal(repository.spec?.resyncRequests, 1);
  assert.equal(raisedAgain, false);
  assert.deepEqual([store.resyncRequests, store.reads], [1, 1]);
  assert.deepEqual(store.queries, [{ fieldManager: "me", dryRun: undefined }]);
});

Deno.test("refresh() spares the GET for an object that was just listed", async () => {
  const store = new Store();
  const known = await store.get<AppRepository>();
  await refresh(store, key, options(), new Clock(), known);
  assert.deepEqual([store.resyncRequests, store.reads], [1, 1]);
});

Deno.test("refresh() outlasts 30 conflicts and counts besides the other writers", async () => {
  const store = new Store(...Array<"other writer">(30).fill("other writer"));
  await refresh(store, key, options(), new Clock());
  assert.equal(store.resyncRequests, 31);
});

Deno.test("refresh() gives up on conflicts at its deadline", async () => {
  const clock = new Clock();
  const store = new Store(...Array<Error>(5_000).fill(conflict));
  await assert.rejects(refresh(store, key, options(), clock), conflict);
  assert(clock.time >= 60_000 && clock.time < 61_000, `after ${clock.time} ms`);
});

Deno.test("refresh() raises again when the answer is lost: never lost, at worst one too many", async () => {
  const before = new Store(lost);
  assert.equal((await refresh(before, key, options(), new Clock())).raisedAgain, false);
  assert.equal(before.resyncRequests, 1);
  const after = new Store({ afterwards: lost });
  assert.equal((await refresh(after, key, options(), new Clock())).raisedAgain, true);
  assert.equal(after.resyncRequests, 2);
});

Deno.test("refresh() takes a 2xx whose body was lost for done", async () => {
  const cutShort = new ConnectionError("cut", { kind: "broken", sent: true, acknowledged: 200 });
  const store = new Store({ afterwards: cutShort });
  const { repository, raisedAgain } = await refresh(store, key, options(), new Clock());
  assert.equal(repository.spec?.resyncRequests, 1);
  assert.deepEqual([store.resyncRequests, raisedAgain], [1, false]);
});

Deno.test("refresh() tries again after a 5xx now and then, but not for ever", async () => {
  const unwell = new ApiError(500, { reason: "InternalError", message: "etcd" });
  const store = new Store(unwell, unwell);
  await refresh(store, key, options(), new Clock());
  assert.equal(store.resyncRequests, 1);
  const ill = new Store(...Array<Error>(20).fill(unwell));
  await assert.rejects(refresh(ill, key, options(), new Clock()), new OutcomeUnknown(unwell));
  assert.equal(ill.queries.length, 5);
});

Deno.test("refresh() does not repeat what was refused, nor what took too long", async () => {
  const forbidden = new ApiError(403, { reason: "Forbidden" });
  const refused = new Store(forbidden);
  await assert.rejects(refresh(refused, key, options(), new Clock()), forbidden);
  const timeout = new ConnectionError("late", { kind: "timeout", sent: true });
  const late = new Store(timeout);
  await assert.rejects(refresh(late, key, options(), new Clock()), new OutcomeUnknown(timeout));
  assert.deepEqual([refused.queries.length, late.queries.length], [1, 1]);
});

Deno.test("refresh() raises once more and no second time, however many answers get lost", async () => {
  const store = new Store({ afterwards: lost }, { afterwards: lost }, { afterwards: lost });
  await assert.rejects(refresh(store, key, options(), new Clock()), new OutcomeUnknown(lost));
  assert.equal(store.resyncRequests, 2);
});

Deno.test("refresh() goes on after conflicts as long as after none when there is a 5xx", async () => {
  const unwell = new ApiError(500, { reason: "InternalError", message: "etcd" });
  const store = new Store(...Array<"other writer">(10).fill("other writer"), unwell);
  await refresh(store, key, options(), new Clock());
  assert.equal(store.resyncRequests, 11);
});

Deno.test("refresh() sends back nothing that is not the AppRepository asked for", async () => {
  const metadata = { ...key, resourceVersion: "1" };
  const others = [
    null,
    [],
    "text",
    {},
    { metadata: { ...metadata, name: "other" } },
    { metadata: { ...metadata, namespace: "other" } },
    { metadata: { ...metadata, resourceVersion: "" } },
    { metadata, spec: "text" },
  ];
  for (const other of others) {
    const store = new Store();
    store.get = <T>() => Promise.resolve(other as T);
    await assert.rejects(
      refresh(store, key, options(), new Clock()),
      /answered with something that is not the AppRepository "b" of namespace "a"/,
    );
    assert.equal(store.queries.length, 0, JSON.stringify(other));
  }
});

Deno.test("refresh() sends nothing with dryRun client, and dryRun=All with server", async () => {
  const store = new Store();
  const { repository } = await refresh(store, key, options({ dryRun: "client" }), new Clock());
  assert.equal(repository.spec?.resyncRequests, 1);
  assert.deepEqual([store.resyncRequests, store.queries.length], [0, 0]);
  await refresh(store, key, options({ dryRun: "server" }), new Clock());
  assert.equal(store.queries[0]?.dryRun, "All");
});

Deno.test("refresh() begins no PUT after it was told to stop", async () => {
  const stop = AbortSignal.abort(new Error("stop"));
  const store = new Store();
  await assert.rejects(refresh(store, key, options({ stop }), new Clock()), new Error("stop"));
  assert.equal(store.queries.length, 0);
});
