// The fault table for many repositories: lists in pages, and faults that hit some of them.

import assert from "node:assert/strict";
import { said } from "../support/account.ts";
import type { Exchange, Plan } from "./fault_proxy.ts";
import {
  always,
  cutAfter,
  cutBefore,
  cutInBody,
  first,
  halfJson,
  instead,
  page,
  pagesOf,
  status,
  together,
} from "./faults.ts";
import { type Outcome, refreshThrough } from "./support.ts";

const seven = names(7);
const expired = instead(
  status(410, "Expired", "The provided continue parameter is too old to display a consistent list"),
);
const unwell = instead(status(500, "InternalError", "etcdserver: leader changed"));
const busy = instead(status(429, "TooManyRequests", "too many", { "Retry-After": "1" }));

function names(count: number): string[] {
  return Array.from({ length: count }, (_, i) => `repo-${String(i).padStart(2, "0")}`);
}

/** Lists that go on from a page before. */
function onContinue(times: number, fault: Parameters<typeof always>[1]): Plan {
  let left = times;
  return ({ kind, request }) =>
    kind === "LIST" && request.target.includes("continue=") && left-- > 0 ? fault : undefined;
}

/** Every n-th PUT. */
function every(n: number, fault: Parameters<typeof always>[1]): Plan {
  return ({ kind, number }: Exchange) => kind === "PUT" && number % n === 0 ? fault : undefined;
}

/** What holds whatever happens: each is refreshed or named, once, and the summary adds up. */
function assertAccounted({ code, stdout, stderr, counts }: Outcome) {
  const { refreshed, failed, raisedAgain, summary } = said({ stdout, stderr });
  assert.deepEqual([...refreshed, ...failed].sort(), Object.keys(counts).sort(), stderr);
  assert.equal(
    summary,
    `${refreshed.length} refreshed${failed.length ? `, ${failed.length} failed` : ""}`,
  );
  assert.equal(code, failed.length > 0 ? 1 : 0);
  for (const name of refreshed) {
    assert.equal(counts[name], raisedAgain.includes(name) ? 2 : 1, name);
  }
  return { refreshed, failed, raisedAgain };
}

interface Row {
  readonly name: string;
  readonly plan: Plan;
}

const allRefreshed: readonly Row[] = [
  { name: "pages", plan: pagesOf(2) },
  { name: "a page that has expired", plan: together(onContinue(1, expired), pagesOf(2)) },
  { name: "several pages that have expired", plan: together(expiredOnce(), pagesOf(2)) },
  { name: "a list cut before its answer", plan: first("LIST", 1, cutBefore) },
  { name: "a page cut in half", plan: together(onContinue(2, cutInBody), pagesOf(2)) },
  { name: "half the JSON of a page", plan: together(onContinue(1, halfJson), pagesOf(2)) },
  { name: "a page with a 500", plan: together(onContinue(2, unwell), pagesOf(2)) },
  { name: "a list with 429 and Retry-After", plan: first("LIST", 1, busy) },
  { name: "every third PUT cut before it got there", plan: every(3, cutBefore) },
  { name: "every third PUT with a 500 before it was done", plan: every(3, unwell) },
  { name: "every second PUT with 429 and Retry-After", plan: every(2, busy) },
];

/** Each continue token expires once. */
function expiredOnce(): Plan {
  const seen = new Set<string>();
  return ({ kind, request }) => {
    const token = /continue=[^&]*/.exec(request.target)?.[0];
    if (kind !== "LIST" || token === undefined || seen.has(token)) return undefined;
    seen.add(token);
    return seen.size % 2 === 1 ? expired : undefined;
  };
}

for (const { name, plan } of allRefreshed) {
  Deno.test(`refresh --all with a fault: ${name}`, async () => {
    const outcome = await refreshThrough(plan, ["--all"], seven);
    const { refreshed, raisedAgain } = assertAccounted(outcome);
    assert.deepEqual([refreshed.length, raisedAgain], [seven.length, []], outcome.stderr);
  });
}

Deno.test("refresh --all with every third answer of a PUT lost names those raised again", async () => {
  const outcome = await refreshThrough(every(3, cutAfter), ["--all", "--concurrency=1"], seven);
  const { refreshed, raisedAgain } = assertAccounted(outcome);
  assert.equal(refreshed.length, seven.length);
  assert.equal(raisedAgain.length, 3);
});

Deno.test("refresh --all goes on after one repository that the server refuses", async () => {
  const plan: Plan = ({ kind, name }) => kind === "PUT" && name === "repo-03" ? unwell : undefined;
  const outcome = await refreshThrough(plan, ["--all"], seven);
  const { failed } = assertAccounted(outcome);
  assert.deepEqual(failed, ["repo-03"]);
  assert.equal(outcome.counts["repo-03"], 0);
});

Deno.test("refresh --all ends where pages expire for ever, says so, and counts", async () => {
  const plan = together(onContinue(Infinity, expired), pagesOf(2));
  const { code, stdout, stderr, counts } = await refreshThrough(plan, ["--all"], seven);
  assert.equal(code, 1);
  assert.equal(stdout.trim().split("\n").length, 2);
  assert.match(
    stderr,
    /^error: the server gives no end of the list: its pages expire .*\nThe list broke off here: what is not named above was not refreshed\.\n2 refreshed\n$/,
  );
  const raised = Object.keys(counts).filter((name) => counts[name] === 1);
  assert.deepEqual([raised.length, Object.values(counts).reduce((a, b) => a + b)], [2, 2]);
});

Deno.test("refresh --all says where the list broke off, and counts what was done", async () => {
  const plan = together(onContinue(Infinity, unwell), pagesOf(4));
  const { code, stdout, stderr, counts } = await refreshThrough(plan, ["--all"], seven);
  assert.equal(code, 1);
  assert.equal(stdout.trim().split("\n").length, 4);
  assert.match(
    stderr,
    /^Error from server \(InternalError\): etcdserver: leader changed\nThe list broke off here: .*\n4 refreshed\n$/,
  );
  assert.equal(Object.values(counts).reduce((a, b) => a + b), 4);
});

Deno.test("refresh --all refuses a login page, and a list that is none", async () => {
  for (
    const [answer, line] of [
      [
        page(200, "<title>Log in</title>"),
        /^error: .* answered 200 with something that is not JSON\n/,
      ],
      [
        page(200, `{"items":[null]}`),
        /^error: the server answered with something that is not a list/,
      ],
    ] as const
  ) {
    const { code, stdout, stderr } = await refreshThrough(always("LIST", instead(answer)), [
      "--all",
    ]);
    assert.deepEqual([code, stdout], [1, ""]);
    assert.match(stderr, line);
  }
});
