import assert from "node:assert/strict";
import { bodyText } from "../../../src/kube/transport/body_text.ts";
import type { Transport, TransportRequest } from "../../../src/kube/transport/transport.ts";
import type { Answer } from "../../../src/receiver/answer.ts";
import { ApiServer } from "../../../src/receiver/api_server.ts";
import {
  CallerLimits,
  type CallerLimitsOptions,
} from "../../../src/receiver/limits/caller_limits.ts";
import { Metrics } from "../../../src/receiver/metrics.ts";
import { Refreshes, type RefreshesOptions } from "../../../src/receiver/refreshes.ts";
import { Receiver, type ReceiverOptions } from "../../../src/receiver/receiver.ts";
import type { RequestEntry } from "../../../src/receiver/request_log.ts";

const path = "/api/v1/clusters/default/namespaces/ns/apprepositories/repo/refresh";
const repository = { metadata: { name: "repo", namespace: "ns", resourceVersion: "1" }, spec: {} };

type Extra =
  & Partial<ReceiverOptions>
  & Partial<Omit<RefreshesOptions, "limits">>
  & { limits?: CallerLimitsOptions };

type Behaviour = (url: string, request: TransportRequest) => Promise<Response> | Response;

function status(code: number): Response {
  return Response.json({ kind: "Status", code, message: "no" }, { status: code });
}

/** Says 401 to "who am I?", and what the test wants to all else. */
function setUp(
  behaviour: Behaviour,
  whoAmI: () => Response = () => status(401),
  { limits = { rate: 100, unknownRate: 100, rememberUnauthorized: 1_000 }, ...more }: Extra = {},
) {
  const transport: Transport = {
    async send(url, request) {
      const { signal } = request;
      const aborted = new Promise<never>((_, reject) =>
        signal.addEventListener("abort", () => reject(signal.reason), { once: true })
      );
      const isQuestion = url.endsWith("/selfsubjectreviews");
      const answer = isQuestion ? whoAmI() : behaviour(url, request);
      const { status, headers, body } = await Promise.race([answer, aborted]);
      const bytes = body ?? new Blob().stream();
      return { status, headers, stream: () => bytes.values(), text: () => bodyText(bytes) };
    },
    close: () => {},
  };
  const now = () => performance.now();
  const server = new ApiServer({
    name: "default",
    address: "https://api",
    transport,
    userAgent: "test",
    now,
    observe: () => {},
  });
  const entries: RequestEntry[] = [];
  const live = { connections: () => 0, inFlight: () => 0, residentBytes: () => 0 };
  const metrics = new Metrics({ version: "v0", startedAt: 0, live });
  const shared = { metrics, troubled: () => {}, ...more };
  const receiver = new Receiver({
    clusters: new Map([["default", server]]),
    refreshes: new Refreshes({
      limits: new CallerLimits(limits, now),
      window: 0,
      fieldManager: "test",
      timing: { now, random: Math.random, sleep: (ms) => new Promise((f) => setTimeout(f, ms)) },
      ...shared,
    }),
    answerTime: 300,
    maxInFlight: 10,
    now,
    log: (entry) => entries.push(entry),
    ...shared,
  });
  async function postTo(name: string, token: string): Promise<Answer> {
    const headers = new Map([["authorization", `Bearer ${token}`]]);
    const body = new Uint8Array();
    const its = path.replace("/repo/", `/${name}/`);
    return await receiver.handle({
      method: "POST",
      path: its,
      headers,
      body,
      remoteAddress: "::1",
    });
  }
  const post = (token = "token") => postTo("repo", token);
  return { receiver, post, postTo, entries };
}

Deno.test("Receiver answers 504 in its own time where the API server says nothing", async () => {
  const { post, receiver } = setUp(() => new Promise(() => {}));
  const answers = await Promise.all([post(), post(), post("other")]);
  assert.deepEqual(answers.map(({ code }) => code), [504, 504, 504]);
  assert.equal(receiver.inFlight, 0);
  // The second one with this token waits for the first, and then has its own time.
  await new Promise((resolve) => setTimeout(resolve, 500));
});

Deno.test("Receiver sends the caller's token, and no other, with GET and PUT", async () => {
  const seen: string[] = [];
  const { post, entries } = setUp((_url, { method, headers, body }) => {
    const authorization = headers.find(([name]) => name === "authorization")?.[1];
    if (method === "PUT" || seen.length === 0) seen.push(`${method} ${authorization}`);
    return Response.json(body === undefined ? repository : JSON.parse(body));
  });
  const { code, body } = await post("mine");
  assert.equal(code, 200);
  assert.equal(
    JSON.parse(new TextDecoder().decode(body)).appRepository.spec.resyncRequests,
    1,
  );
  assert.deepEqual(seen, ["GET Bearer mine", "PUT Bearer mine"]);
  assert.equal(entries[0]?.target?.name, "repo");
});

Deno.test("Receiver sends no token at all over a connection that is somebody", async () => {
  let sent = 0;
  const admin = () => Response.json({ status: { userInfo: { username: "admin" } } });
  const { post, receiver } = setUp(() => {
    sent++;
    return Response.json(repository);
  }, admin);
  assert.equal((await post()).code, 503);
  assert.equal((await receiver.ready()).code, 503);
  assert.equal(sent, 0);
});

Deno.test("Receiver is ready while an API server answers, whatever it says", async () => {
  for (const code of [401, 500, 503]) {
    const { receiver } = setUp(() => status(404), () => status(code));
    assert.equal((await receiver.ready()).code, 200, String(code));
  }
  const { receiver } = setUp(() => status(404), () => {
    throw new TypeError("connection refused");
  });
  assert.equal((await receiver.ready()).code, 503);
});

Deno.test("Receiver.drain() makes it not ready, and it still answers", async () => {
  const { receiver, post } = setUp((_url, { body }) =>
    Response.json(body === undefined ? repository : JSON.parse(body))
  );
  assert.equal((await receiver.ready()).code, 200);
  receiver.drain();
  assert.equal((await receiver.ready()).code, 503);
  assert.equal((await post()).code, 200);
});

for (const code of [401, 403]) {
  Deno.test(`Receiver asks again after the ${code} of an API server that has just come back`, async () => {
    const seen: string[] = [];
    const { post } = setUp(
      (url, { method, body }) => {
        seen.push(`${method} ${new URL(url).pathname.split("/").at(-1)}`);
        if (seen.length === 2) throw new TypeError("client error (SendRequest): connection closed");
        if (seen.length === 4 || seen.length === 6) return status(code);
        return Response.json(body === undefined ? repository : JSON.parse(body));
      },
      undefined,
      { answerTime: 20_000 },
    );
    assert.equal((await post()).code, 200);
    assert.deepEqual(seen, ["GET repo", "PUT repo", "GET repo", "PUT repo", "PUT repo"]);
    assert.equal((await post("another")).code, 200);
    assert.deepEqual(seen.slice(5), ["GET repo", "GET repo", "PUT repo"]);
  });
}

Deno.test("Receiver passes on the API server's 429 and does not take the token for good", async () => {
  const { post } = setUp(() =>
    Response.json({ kind: "Status", code: 429, message: "slow down" }, {
      status: 429,
      headers: { "retry-after": "9" },
    })
  );
  const { code, headers } = await post();
  assert.deepEqual([code, headers["retry-after"]], [429, "9"]);
});

/** Answers a GET and a PUT after a moment, to good tokens only. */
function slowly(url: string, { body, headers }: TransportRequest): Promise<Response> {
  const isGood = headers.some(([, value]) => value === "Bearer good");
  const name = /apprepositories\/([^?]+)/.exec(url)?.[1];
  const named = { ...repository, metadata: { ...repository.metadata, name } };
  const answer = () =>
    isGood ? Response.json(body === undefined ? named : JSON.parse(body)) : status(401);
  return new Promise((resolve) => setTimeout(() => resolve(answer()), 20));
}

Deno.test("Receiver lets the burst of a token that nobody knew wait for its first answer", async () => {
  const { receiver, postTo } = setUp(slowly, undefined, {
    limits: { rate: 100, unknownRate: 2, rememberUnauthorized: 1_000 },
    answerTime: 5_000,
    maxInFlight: 1_000,
  });
  const burst = Array.from({ length: 200 }, (_, at) => postTo(`r${at}`, "good"));
  const codes = (await Promise.all(burst)).map(({ code }) => code);
  assert.deepEqual(codes, Array(200).fill(200));
  assert.equal(receiver.inFlight, 0);
});

Deno.test("Receiver sends one request for a burst of a token that turns out to be none", async () => {
  let sent = 0;
  const { postTo } = setUp((...request) => (sent++, slowly(...request)), undefined, {
    limits: { rate: 100, unknownRate: 50, rememberUnauthorized: 1_000 },
    answerTime: 5_000,
    maxInFlight: 1_000,
  });
  const burst = Array.from({ length: 50 }, (_, at) => postTo(`r${at}`, "bad"));
  const codes = (await Promise.all(burst)).map(({ code }) => code);
  assert.deepEqual([codes, sent], [Array(50).fill(401), 1]);
});

Deno.test("Receiver refuses at once what would wait for longer than there is time to answer", async () => {
  const { postTo } = setUp(slowly, undefined, {
    limits: { rate: 10, unknownRate: 10, rememberUnauthorized: 1_000 },
    answerTime: 1_500,
    maxInFlight: 1_000,
  });
  assert.equal((await postTo("first", "good")).code, 200);
  const burst = Array.from({ length: 100 }, (_, at) => postTo(`r${at}`, "good"));
  const codes = (await Promise.all(burst)).map(({ code }) => code);
  const passed = codes.filter((code) => code === 200).length;
  // 20 at once and 10 in the second that can be waited for; a slow machine may let in some more.
  assert.ok(passed >= 29 && passed < 60, String(passed));
  assert.equal(codes.filter((code) => code === 429).length, 100 - passed);
});

Deno.test("Receiver.needsBody() is for refreshes with a token only", () => {
  const { receiver } = setUp(() => status(404));
  const bearer = new Map([["authorization", "Bearer t"]]);
  assert.equal(receiver.needsBody({ method: "POST", path, headers: bearer }), true);
  assert.equal(receiver.needsBody({ method: "POST", path, headers: new Map() }), false);
  assert.equal(receiver.needsBody({ method: "PUT", path, headers: bearer }), false);
  assert.equal(receiver.needsBody({ method: "POST", path: "/", headers: bearer }), false);
});

Deno.test("Receiver answers GET and HEAD of / for load balancers, as it answers /readyz", async () => {
  const { receiver } = setUp(() => status(404));
  const code = async (method: string) => {
    const request = {
      method,
      path: "/",
      headers: new Map(),
      body: new Uint8Array(),
      remoteAddress: "::1",
    };
    return (await receiver.handle(request)).code;
  };
  assert.deepEqual([await code("GET"), await code("HEAD"), await code("POST")], [200, 200, 404]);
  receiver.drain();
  assert.equal(await code("GET"), 503);
});
