// The fault table: what happens to a request on its way, and what must hold for the user all the
// same. `count` is spec.resyncRequests afterwards: 1 is exact, 2 is the one sync too many that a lost
// answer may cost, and then stderr names the repository.

import assert from "node:assert/strict";
import type { Kind, Plan } from "./fault_proxy.ts";
import {
  after,
  afterwards,
  always,
  closeAfterwards,
  cutAfter,
  cutBefore,
  cutInBody,
  cutInHeaders,
  first,
  halfJson,
  instead,
  meanwhile,
  page,
  slow,
  status,
  together,
} from "./faults.ts";
import { refreshThrough, rivalRaises } from "./support.ts";

const done = "apprepository.kubeapps.com/a refreshed\n";
const raisedAgain =
  /^apprepository\.kubeapps\.com\/a: an answer was lost on the way and it was raised again; there may be one sync more\n$/;
const nothing = /^$/;

const busy = status(429, "TooManyRequests", "too many requests", { "Retry-After": "1" });
const unwell = status(500, "InternalError", "etcdserver: leader changed");
const late = status(504, "Timeout", "the server was unable to return a response in time");
const starting = status(503, "ServiceUnavailable", "apiserver is starting", { "Retry-After": "1" });
const forbidden = status(403, "Forbidden", "no more");
const gateway = page(502, "<html><h1>502 Bad Gateway</h1></html>");
const login = page(200, "<!DOCTYPE html><title>Log in</title>");
const elsewhere = page(302, "", { Location: "https://login.example.com/?next=%2Fapis" });

interface Row {
  readonly name: string;
  readonly plan: Plan;
  readonly args?: readonly string[];
  readonly code: 0 | 1;
  readonly stderr: RegExp;
  readonly count: number;
  /** How many requests of these kinds reach the proxy. */
  readonly requests?: Partial<Record<Kind, number>>;
}

const rows: readonly Row[] = [
  {
    name: "no fault",
    plan: () => undefined,
    code: 0,
    stderr: nothing,
    count: 1,
    requests: { GET: 1, PUT: 1 },
  },
  {
    name: "GET: the connection is cut before an answer",
    plan: first("GET", 2, cutBefore),
    code: 0,
    stderr: nothing,
    count: 1,
    requests: { PUT: 1 },
  },
  {
    name: "GET: the answer is cut in half",
    plan: first("GET", 2, cutInBody),
    code: 0,
    stderr: nothing,
    count: 1,
    requests: { GET: 3, PUT: 1 },
  },
  {
    name: "GET: the answer holds half the JSON",
    plan: first("GET", 2, halfJson),
    code: 0,
    stderr: nothing,
    count: 1,
    requests: { GET: 3, PUT: 1 },
  },
  {
    name: "GET: the answer always holds half the JSON",
    plan: always("GET", halfJson),
    code: 1,
    stderr: /^error: 127\.0\.0\.1:\d+ answered 200 with something that is not JSON\n.*\n$/,
    count: 0,
    requests: { PUT: 0 },
  },
  {
    name: "PUT: the connection is cut before it gets to the API server",
    plan: first("PUT", 2, cutBefore),
    code: 0,
    stderr: nothing,
    count: 1,
  },
  {
    name: "PUT: done, and the connection cut before its answer",
    plan: first("PUT", 1, cutAfter),
    code: 0,
    stderr: raisedAgain,
    count: 2,
    requests: { PUT: 2 },
  },
  {
    name: "PUT: done, and the answer cut in its headers",
    plan: first("PUT", 1, cutInHeaders),
    code: 0,
    stderr: raisedAgain,
    count: 2,
    requests: { PUT: 2 },
  },
  {
    name: "PUT: done, and the answer cut in half after the 200: that is an acknowledgement",
    plan: first("PUT", 1, cutInBody),
    code: 0,
    stderr: nothing,
    count: 1,
    requests: { PUT: 1 },
  },
  {
    name: "PUT: done, and the 200 holds half the JSON",
    plan: first("PUT", 1, halfJson),
    code: 0,
    stderr: raisedAgain,
    count: 2,
    requests: { PUT: 2 },
  },
  {
    name: "PUT: done each time, and every answer lost: one sync too many and no more",
    plan: always("PUT", cutAfter),
    code: 1,
    stderr:
      /^Unable to connect to the server: the connection to .* broke: .*\nAn answer was lost on the way: it is not known whether apprepository\.kubeapps\.com\/a was refreshed\.\n$/,
    count: 2,
    requests: { PUT: 2 },
  },
  {
    name: "PUT: done and acknowledged, its answer cut in half, and no GET works any more",
    plan: together(first("PUT", 1, cutInBody), after(1, "GET", instead(forbidden))),
    code: 0,
    stderr: nothing,
    count: 1,
    requests: { GET: 2, PUT: 1 },
  },
  {
    name: "PUT: done, its answer lost, and no GET works any more",
    plan: together(first("PUT", 1, cutAfter), after(1, "GET", instead(forbidden))),
    code: 1,
    stderr:
      /^Error from server \(Forbidden\): no more\nAn answer was lost on the way: it is not known whether apprepository\.kubeapps\.com\/a was refreshed\.\n$/,
    count: 1,
  },
  {
    name: "PUT: cut off, and done only after the program has looked again",
    plan: doneTooLate(),
    code: 0,
    stderr: raisedAgain,
    count: 2,
  },
  {
    name: "PUT: another writer is first, 25 times",
    plan: first("PUT", 25, meanwhile(rivalRaises)),
    code: 0,
    stderr: nothing,
    count: 26,
    requests: { PUT: 26, GET: 26 },
  },
  {
    name: "PUT: done, its answer lost, and another writer came between",
    plan: together(first("PUT", 1, cutAfter), first("PUT", 2, meanwhile(rivalRaises))),
    code: 0,
    stderr: raisedAgain,
    count: 3,
  },
  {
    name: "GET and PUT: 429 with Retry-After",
    plan: together(first("GET", 2, instead(busy)), first("PUT", 2, instead(busy))),
    code: 0,
    stderr: nothing,
    count: 1,
    requests: { GET: 3, PUT: 3 },
  },
  {
    name: "GET: 429 with a Retry-After of two hours",
    plan: always(
      "GET",
      instead(status(429, "TooManyRequests", "later", { "Retry-After": "7200" })),
    ),
    code: 1,
    stderr: /^Error from server \(TooManyRequests\): later\n$/,
    count: 0,
    requests: { GET: 1, PUT: 0 },
  },
  {
    name: "GET: a 500 now and then",
    plan: first("GET", 2, instead(unwell)),
    code: 0,
    stderr: nothing,
    count: 1,
    requests: { GET: 3, PUT: 1 },
  },
  {
    name: "GET: nothing but 500",
    plan: always("GET", instead(unwell)),
    code: 1,
    stderr: /^Error from server \(InternalError\): etcdserver: leader changed\n$/,
    count: 0,
    requests: { GET: 5, PUT: 0 },
  },
  {
    name: "PUT: a 500 now and then, before it was done",
    plan: first("PUT", 2, instead(unwell)),
    code: 0,
    stderr: nothing,
    count: 1,
    requests: { PUT: 3 },
  },
  {
    name: "PUT: 502 of a gateway, after it was done",
    plan: first("PUT", 1, afterwards(gateway)),
    code: 0,
    stderr: raisedAgain,
    count: 2,
    requests: { PUT: 2 },
  },
  {
    name: "PUT: 504 after it was done",
    plan: first("PUT", 1, afterwards(late)),
    code: 0,
    stderr: raisedAgain,
    count: 2,
    requests: { PUT: 2 },
  },
  {
    name: "PUT: 503 with Retry-After before it was done",
    plan: first("PUT", 1, instead(starting)),
    code: 0,
    stderr: nothing,
    count: 1,
    requests: { PUT: 2 },
  },
  {
    name: "PUT: 503 with Retry-After after it was done",
    plan: first("PUT", 1, afterwards(starting)),
    code: 0,
    stderr: raisedAgain,
    count: 2,
    requests: { PUT: 2 },
  },
  {
    name: "PUT: nothing but 504",
    plan: always("PUT", instead(late)),
    code: 1,
    stderr: /^Error from server \(Timeout\): the server was unable to return a response in time\n/,
    count: 0,
    requests: { PUT: 5 },
  },
  {
    name: "the server closes each connection after its answer, without saying so",
    plan: (exchange) => exchange.kind === "other" ? undefined : closeAfterwards,
    code: 0,
    stderr: nothing,
    count: 1,
  },
  {
    name: "slow answers",
    plan: together(always("GET", slow(1_500)), always("PUT", slow(1_500))),
    code: 0,
    stderr: nothing,
    count: 1,
    requests: { GET: 1, PUT: 1 },
  },
  {
    name: "GET: slower than --request-timeout",
    plan: always("GET", slow(10_000)),
    args: ["--request-timeout=3s"],
    code: 1,
    stderr:
      /^Unable to connect to the server: context deadline exceeded \(no answer within 3s\)\nNothing came from 127\.0\.0\.1:\d+ in time\b.*--request-timeout sets how long to wait\.\n$/,
    count: 0,
    requests: { GET: 1, PUT: 0 },
  },
  {
    name: "PUT: done, and its answer slower than --request-timeout",
    plan: always("PUT", async (exchange) => {
      await exchange.forward();
      await new Promise((resolve) => setTimeout(resolve, 8_000));
    }),
    args: ["--request-timeout=3s"],
    code: 1,
    stderr:
      /^Unable to connect to the server: context deadline exceeded .*\nAn answer was lost on the way: it is not known whether apprepository\.kubeapps\.com\/a was refreshed\.\n$/,
    count: 1,
    requests: { PUT: 1 },
  },
  {
    name: "GET: a message with control characters, which a terminal would obey",
    plan: always(
      "GET",
      instead(status(400, "BadRequest", "\x1b[2J\x1b]0;mine\x07\u009b1m\r\u202egnp")),
    ),
    code: 1,
    stderr: /^Error from server \(BadRequest\): \^\[\[2J\^\[\]0;mine\^G\\u009b1m\\r\\u202egnp\n$/,
    count: 0,
  },
  {
    name: "GET: redirected elsewhere, where no token may go",
    plan: always("GET", instead(elsewhere)),
    code: 1,
    stderr:
      /^Error from server: 127\.0\.0\.1:\d+ redirects \/apis\/\S+ to https:\/\/login\.example\.com\/\nRedirects are not followed, and this one looks like that of a login page or gateway \(https:\/\/login\.example\.com\): check the server in the kubeconfig, or log in there first\.\n$/,
    count: 0,
    requests: { GET: 1, PUT: 0 },
  },
  {
    name: "PUT: redirected elsewhere",
    plan: always("PUT", instead({ ...elsewhere, status: 307 })),
    code: 1,
    stderr: /^Error from server: 127\.0\.0\.1:\d+ redirects /,
    count: 0,
    requests: { PUT: 1 },
  },
  {
    name: "GET: a login page",
    plan: always("GET", instead(login)),
    code: 1,
    stderr:
      /^error: 127\.0\.0\.1:\d+ answered 200 with something that is not JSON\nIs this the address of a Kubernetes API server\? A proxy or login page may stand in front of it\.\n$/,
    count: 0,
    requests: { PUT: 0 },
  },
  {
    name: "PUT: a login page",
    plan: always("PUT", instead(login)),
    code: 1,
    stderr: /^error: 127\.0\.0\.1:\d+ answered 200 with something that is not JSON\n/,
    count: 0,
  },
];

/** Cuts the first PUT, and does it just before the second one comes in. */
function doneTooLate(): Plan {
  let held: (() => Promise<unknown>) | undefined;
  return together(
    first("PUT", 1, (exchange) => {
      held = () => exchange.forward();
      exchange.cut();
    }),
    first("PUT", 2, meanwhile(() => held!())),
  );
}

for (const row of rows) {
  Deno.test(`refresh with a fault: ${row.name}`, async () => {
    const outcome = await refreshThrough(row.plan, ["a", ...row.args ?? []]);
    const { code, signal, stdout, stderr, counts, proxy } = outcome;
    assert.deepEqual([code, signal], [row.code, null], stderr);
    assert.match(stderr, row.stderr);
    assert.equal(stdout, row.code === 0 ? done : "");
    assert.deepEqual(counts, { a: row.count });
    for (const [kind, number] of Object.entries(row.requests ?? {})) {
      assert.equal(proxy.count(kind as Kind), number, `requests of kind ${kind}`);
    }
  });
}
