import assert from "node:assert/strict";
import { ApiError, ConnectionError } from "../../../../src/kube/api/errors.ts";
import { eachListed } from "../../../../src/kube/api/pages.ts";

const expired = new ApiError(410, { reason: "Expired", message: "too old" });

function page(names: readonly string[], next?: string): unknown {
  return { metadata: { continue: next }, items: names.map((name) => ({ metadata: { name } })) };
}

/** Answers from a table by token; "" is the first page. */
async function names(ask: (token: string) => unknown): Promise<string[]> {
  const found: string[] = [];
  const pages = eachListed((next) => {
    const answer = ask(next ?? "");
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
  });
  for await (const { metadata } of pages) found.push(metadata.name ?? "");
  return found;
}

Deno.test("eachListed() gives the objects of all pages", async () => {
  const pages: Record<string, unknown> = { "": page(["a", "b"], "1"), 1: page([], "2") };
  assert.deepEqual(await names((token) => pages[token] ?? page(["c"])), ["a", "b", "c"]);
});

Deno.test("eachListed() asks for one page ahead, and for no more", async () => {
  const asked: (string | undefined)[] = [];
  const pages = eachListed((next) => {
    asked.push(next);
    return Promise.resolve(page([`a${asked.length}`], `${asked.length}`));
  });
  await pages.next();
  assert.deepEqual(asked, [undefined, "1"]);
  await pages.next();
  assert.deepEqual(asked, [undefined, "1", "2"]);
});

Deno.test("eachListed() starts over where a page expired, and gives nothing twice", async () => {
  let isExpired = true;
  const found = await names((token) => {
    if (token === "") return page(["a", "b"], "1");
    const answer = isExpired ? expired : page(["b", "c"]);
    isExpired = false;
    return answer;
  });
  assert.deepEqual(found, ["a", "b", "c"]);
});

Deno.test("eachListed() ends where starting over leads no further", async () => {
  await assert.rejects(
    names((token) => token === "" ? page(["a"], "1") : expired),
    /no end of the list: its pages expire/,
  );
});

Deno.test("eachListed() ends where a page leads to itself", async () => {
  await assert.rejects(names(() => page(["a"], "1")), /no end of the list: its next page/);
});

Deno.test("eachListed() gives what came before an error", async () => {
  const found: string[] = [];
  const pages = eachListed((next) =>
    next ? Promise.reject(new ApiError(500, {})) : Promise.resolve(page(["a"], "1"))
  );
  await assert.rejects(async () => {
    for await (const { metadata } of pages) found.push(metadata.name ?? "");
  }, ApiError);
  assert.deepEqual(found, ["a"]);
});

Deno.test("eachListed() refuses what is no list", async () => {
  const others = [
    null,
    [],
    "a",
    {},
    { items: {} },
    { items: [null] },
    { items: [{}] },
    { items: [{ metadata: { name: 1 } }] },
    { items: [], metadata: { continue: 1 } },
  ];
  for (const other of others) {
    await assert.rejects(names(() => other), ConnectionError, JSON.stringify(other));
  }
});
