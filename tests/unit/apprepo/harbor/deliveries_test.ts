import assert from "node:assert/strict";
import { lastRaise, withCounter } from "../../../../src/apprepo/harbor/counter.ts";
import { deliveriesOf, type Delivery, timeOf } from "../../../../src/apprepo/harbor/deliveries.ts";
import { HarborError } from "../../../../src/harbor/harbor_error.ts";
import type { HarborProject } from "../../../../src/harbor/project.ts";
import { isCallable, repositoryAt } from "../../../../src/apprepo/harbor/lead.ts";
import { artifactIn } from "../../../../src/apprepo/harbor/pushed.ts";
import { noToken } from "../../../../src/receiver/limits/refusals.ts";
import { reasonIn } from "../../../../src/apprepo/harbor/task_log.ts";

const start = "2026-11-22T22:53:26Z [INFO] [/job.go:1]: start to run webhook job\n";
const exit = (error: string) =>
  `${start}2026 [ERROR] [/job.go:2]: exit webhook job, error: ${error}\n`;

const logs: readonly [log: string, reason: string | undefined][] = [
  ["", undefined],
  [start, undefined],
  [`${start}2026 [INFO]: success to run webhook job\n`, undefined],
  [exit("EOF"), "EOF"],
  [
    exit('abnormal response code: 401, body: {"kind":"Status","message":"no token"}'),
    "401: no token",
  ],
  [exit("abnormal response code: 503, body: busy"), "503: busy"],
  [exit("abnormal response code: 404, body: "), "404"],
  [
    exit("abnormal response code: 200, body: <!doctype html>\n<title>x"),
    "200, with a page of HTML",
  ],
  [
    exit(`Post "https://a/": ${"x".repeat(900)}`),
    `Post "https://a/": ${"x".repeat(900)}`.slice(0, 500),
  ],
  [
    exit('abnormal response code: 403, body: {\n  "message": "no\n right"\n}').replace(
      "no\n right",
      "no right",
    ),
    "403: no right",
  ],
  [
    exit('abnormal response code: 404, body: {"a":"Bearer eyJhbGciOiJub25l.eyJzdWIiOiJh.c2ln"}'),
    '404: {"a":"Bearer ***"}',
  ],
  // What is left of a longer log of the attempt before.
  [
    `${start}2026 [INFO]: success to run webhook job\nbnormal response code: 503, body: busy\n` +
    "[ERROR]: exit webhook job, error: abnormal response code: 503, body: busy\n",
    undefined,
  ],
  [`${exit("EOF")}exit webhook job, error: abnormal response code: 500\n`, "EOF"],
];

for (const [log, reason] of logs) {
  Deno.test(`reasonIn() reads ${JSON.stringify(log.slice(-60))}`, () => {
    assert.equal(reasonIn(log), reason);
  });
}

const digest = "sha256:2775b4aaaabbbbccccdddd";
const resource = (tag: string, url: string) => ({ resources: [{ tag, resource_url: url }] });
const named = { repository: { repo_full_name: "charts/nginx" } };

const payloads: readonly [payload: unknown, artifact: string | undefined][] = [
  [{ event_data: { ...resource("1.2", "h/charts/nginx:1.2"), ...named } }, "charts/nginx:1.2"],
  [{ data: { ...resource("1.2", "h/charts/nginx:1.2"), ...named } }, "charts/nginx:1.2"],
  [
    { event_data: { ...resource(digest, `h/charts/nginx@${digest}`), ...named } },
    "charts/nginx@sha256:2775b4aaaabb",
  ],
  [{ event_data: resource("1.2", "h:8080/charts/nginx:1.2") }, "charts/nginx:1.2"],
  [{ event_data: { replication: {} } }, undefined],
  [{ event_data: named }, "charts/nginx"],
  [{}, undefined],
  [null, undefined],
];

for (const [payload, artifact] of payloads) {
  Deno.test(`artifactIn() tells ${artifact} of ${JSON.stringify(payload)}`, () => {
    assert.equal(artifactIn(JSON.stringify(payload)), artifact);
  });
}

Deno.test("artifactIn() makes nothing of what is no payload", () => {
  assert.equal(artifactIn(undefined), undefined);
  assert.equal(artifactIn("Hello"), undefined);
});

const path = "/api/v1/clusters/default/namespaces/team-a/apprepositories/my-repo/refresh";
const there = { cluster: "default", namespace: "team-a", name: "my-repo" };

const addresses: readonly [address: string, leadsTo: unknown][] = [
  [`https://kubeapps.example.com${path}`, there],
  [`http://127.0.0.1:8080/kubeapps${path}`, there],
  [`https://k.example.com${path.replace("default", "a%20b")}`, { ...there, cluster: "a b" }],
  [`https://k.example.com${path}?x=1`, there],
  [`https://k.example.com${path}/`, undefined],
  [`https://k.example.com${path.replace("team-a", "%7Bns%2Fx%7D")}`, undefined],
  [`https://k.example.com${path.replace("my-repo", "a%2Fb")}`, undefined],
  [`https://k.example.com${path.replace("default", "%zz")}`, undefined],
  ["https://hooks.example.com/services/x", undefined],
  ["no address", undefined],
  // Harbor takes both, and fails to call them.
  [` https://a${path}\n`, there],
  [`a:80${path}`, there],
  [`https://a/?b=${path}`, undefined],
];

Deno.test("isCallable() wants a scheme and no blanks", () => {
  assert.deepEqual(
    ["https://a/b", " https://a/b", "https://a/b ", "a/b", "a:80/b", "ftp://a/b"].map(isCallable),
    [true, false, false, false, false, false],
  );
});

for (const [address, leadsTo] of addresses) {
  Deno.test(`repositoryAt() reads ${address}`, () => {
    assert.deepEqual(repositoryAt(address), leadsTo);
  });
}

const at = Date.parse("2026-11-27T00:00:00Z");

function delivered(more: Partial<Delivery> = {}): Delivery {
  return { execution: 1, at, event: "PUSH_ARTIFACT", result: "delivered", attempts: 1, ...more };
}

function repository(raised: string | undefined, count: number | undefined, generation = 1) {
  const fieldsV1 = { "f:spec": { "f:resyncRequests": {} } };
  const managedFields = [
    { time: "2026-11-27T09:00:00Z", fieldsV1: { "f:spec": { "f:url": {} } } },
    ...raised === undefined ? [] : [{ time: raised, fieldsV1 }],
  ];
  const creationTimestamp = "2026-11-27T00:00:00Z";
  return {
    metadata: { name: "a", managedFields, generation, creationTimestamp },
    spec: { resyncRequests: count },
  };
}

const judged: readonly [what: string, one: Delivery, raised: number | undefined, result: string][] =
  [
    ["raised after it", delivered(), at + 1_000, "delivered"],
    ["raised at a clock that is behind", delivered(), at - 29_000, "delivered"],
    ["not raised since", delivered(), at - 31_000, "not-refreshed"],
    ["never raised", delivered(), -Infinity, "not-refreshed"],
    ["not known", delivered(), undefined, "delivered"],
    [
      "of an event that may be ignored",
      delivered({ event: "PULL_ARTIFACT" }),
      -Infinity,
      "delivered",
    ],
    ["that failed", delivered({ result: "failed" }), -Infinity, "failed"],
    ["of which nobody knows when", delivered({ at: undefined }), -Infinity, "delivered"],
  ];

for (const [what, one, raised, result] of judged) {
  Deno.test(`withCounter() calls a delivery ${what} ${result}`, () => {
    assert.equal(withCounter([one], raised)[0]?.result, result);
  });
}

Deno.test("lastRaise() goes by the API server's notes of the counter", () => {
  assert.equal(lastRaise(repository("2026-11-27T00:00:00Z", 3)), at);
  assert.equal(lastRaise(repository(undefined, 3)), undefined);
  // Without one it was raised before the last change of the spec, if it ever was.
  assert.equal(lastRaise(repository(undefined, undefined)), at + 9 * 3_600_000);
  assert.equal(lastRaise(repository(undefined, 0, 2)), at + 9 * 3_600_000);
  // One that nobody ever changed was last changed when it was made.
  const unnoted = (generation: number) => {
    const { metadata, spec } = repository(undefined, 0, generation);
    return { metadata: { ...metadata, managedFields: undefined }, spec };
  };
  assert.equal(lastRaise(unnoted(1)), at);
  assert.equal(lastRaise(unnoted(2)), undefined);
});

Deno.test("a raise long after the newest delivery does not prove it", () => {
  const two = [delivered(), delivered({ at: at - 3_600_000 })];
  const reasons = (raised: number) => withCounter(two, raised).map(({ reason }) => reason);
  assert.deepEqual(reasons(at + 60_000), [undefined, undefined]);
  const [newest, older] = reasons(at + 3_600_000);
  assert.match(newest ?? "", /somebody has raised spec\.resyncRequests since/);
  assert.equal(older, undefined);
});

Deno.test("artifactIn() takes no other shape for an artifact", () => {
  const odd = [
    ...["null", "7", '"x"', "[]", '{"event_data":null}', '{"event_data":{"resources":null}}'],
    ...['{"event_data":{"resources":[null],"repository":null}}', '{"data":{"resources":7}}'],
    '{"event_data":{"repository":{"repo_full_name":7},"resources":[{"tag":{}}]}}',
  ];
  for (const payload of odd) assert.equal(artifactIn(payload), undefined, payload);
});

Deno.test("what Harbor swept while it was read is not called lost; what it fails to read is no fact", async () => {
  const execution = (id: number, status: string) => ({
    ...{ id, status, start_time: "2026-11-27T00:00:00Z" },
    extra_attrs: null as never,
  });
  const project = (code: number) =>
    ({
      executions: () => Promise.resolve([execution(2, "Success"), execution(1, "Error")]),
      tasks: () => Promise.reject(new HarborError("gone", code)),
    }) as unknown as HarborProject;
  const policy = { id: 1, name: "a" };
  const found = await deliveriesOf(project(404), policy, 5, at + 86_400_000);
  assert.deepEqual(found.map(({ result, reason }) => [result, reason]), [
    ["delivered", undefined],
    ["failed", "Harbor keeps no more of it"],
  ]);
  await assert.rejects(deliveriesOf(project(500), policy, 5, at), HarborError);
});

Deno.test("withCounter() knows nothing of an AppRepository that is not there", () => {
  assert.equal(withCounter([delivered()], "missing")[0]?.result, "delivered");
});

Deno.test("timeOf() takes Go's zero time for none", () => {
  assert.equal(timeOf("0001-01-01T00:00:00Z"), undefined);
  assert.equal(timeOf(undefined), undefined);
  assert.equal(timeOf("2026-11-27T00:00:00.000Z"), at);
});

Deno.test("what serve answers without a good header comes whole through Harbor's log", () => {
  for (const hasOther of [true, false]) {
    const body = new TextDecoder().decode(noToken(hasOther).body as Uint8Array);
    const { message } = JSON.parse(body);
    assert.equal(reasonIn(exit(`abnormal response code: 401, body: ${body}`)), `401: ${message}`);
  }
});

Deno.test("reasonIn() reads a log of megabytes in no time", () => {
  const began = performance.now();
  reasonIn(exit(`abnormal response code: 500, body: ${"eyJaaaaaaaaaa-".repeat(200_000)}`));
  assert.ok(performance.now() - began < 2_000);
});
