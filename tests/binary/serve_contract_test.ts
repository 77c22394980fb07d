import assert from "node:assert/strict";
import { testCluster } from "../cluster/support/cluster.ts";
import { apprepo } from "./support/apprepo.ts";
import { callerToken } from "./support/callers.ts";
import { HttpClient, type HttpResponse, refreshPath } from "./support/http_client.ts";
import { RunningReceiver } from "./support/receiver.ts";

const cluster = await testCluster();
const kubeconfig = cluster.adminKubeconfig;
const sanitizeResources = false;

interface Status {
  kind: string;
  code: number;
  reason: string;
  message: string;
  details?: Record<string, unknown>;
}

/** Asserts that the body is one Status that tells its code, and a sentence. */
function statusOf({ code, headers, body }: HttpResponse): Status {
  assert.equal(headers.get("content-type"), "application/json; charset=utf-8");
  const status: Status = JSON.parse(body);
  assert.equal(status.kind, "Status");
  assert.equal(status.code, code);
  assert.match(status.message, /\w+ \S+ \w+/);
  return status;
}

async function request(url: string, text: string): Promise<HttpResponse> {
  using client = await HttpClient.connect(url);
  await client.send(text);
  return await client.response();
}

Deno.test({
  name: "serve answers what Kubeapps answered",
  sanitizeResources,
  async fn() {
    const ns = await cluster.namespace("contract");
    await cluster.createRepository(ns, "my-repo", { interval: "3h", unknownField: { a: 1 } });
    const token = await callerToken(cluster, ns, "ci", ["get", "update"]);
    await using receiver = await RunningReceiver.start({ kubeconfig });
    using client = await HttpClient.connect(receiver.url);
    const response = await client.post(refreshPath(ns, "my-repo"), token);
    assert.equal(response.code, 200);
    assert.equal(response.headers.get("content-type"), "application/json; charset=utf-8");
    const { apiVersion: _, kind: __, ...stored } = await cluster.repository(ns, "my-repo");
    assert.deepEqual(JSON.parse(response.body), {
      appRepository: stored,
      secret: { metadata: { creationTimestamp: null } },
    });
    assert.equal(stored.spec["resyncRequests"], 1);
    assert.equal(stored.spec["interval"], "3h");
    assert.deepEqual(stored.spec["unknownField"], { a: 1 });
  },
});

Deno.test({
  name: "serve answers every token, right and object as its contract says",
  sanitizeResources,
  async fn() {
    const ns = await cluster.namespace("contract");
    await cluster.createRepository(ns, "my-repo");
    const account = { namespace: ns, name: "ci" };
    const both = await callerToken(cluster, ns, "ci", ["get", "update"]);
    const onlyGet = await callerToken(cluster, ns, "reader", ["get"]);
    const onlyUpdate = await callerToken(cluster, ns, "writer", ["update"]);
    const none = await callerToken(cluster, ns, "nobody");
    const expired = await cluster.expiredToken(account);
    await using receiver = await RunningReceiver.start({ kubeconfig, args: ["--window=0s"] });
    using client = await HttpClient.connect(receiver.url);
    const [repo, missing] = [refreshPath(ns, "my-repo"), refreshPath(ns, "none")];
    const elsewhere = refreshPath("no-such-namespace", "my-repo");
    const cases: [string, string | undefined, string, number, string][] = [
      ["no token", undefined, repo, 401, "Unauthorized"],
      ["a made-up token", "made-up", repo, 401, "Unauthorized"],
      ["an expired token", expired, repo, 401, "Unauthorized"],
      ["no rights", none, repo, 403, "Forbidden"],
      ["no rights, no object", none, missing, 403, "Forbidden"],
      ["get alone", onlyGet, repo, 403, "Forbidden"],
      ["update alone", onlyUpdate, repo, 403, "Forbidden"],
      ["no such object", both, missing, 404, "NotFound"],
      ["another namespace", both, elsewhere, 403, "Forbidden"],
      ["no such cluster", both, refreshPath(ns, "my-repo", "east"), 404, "NotFound"],
      ["a name with capitals", both, refreshPath(ns, "My-Repo"), 404, "NotFound"],
      ["a name with a slash", both, refreshPath(ns, "a%2fmy-repo"), 404, "NotFound"],
      ["dots for a name", both, refreshPath(ns, ".."), 404, "NotFound"],
      ["encoded dots", both, refreshPath(ns, "%2e%2e"), 404, "NotFound"],
      ["bytes that are no UTF-8", both, refreshPath(ns, "%ff"), 400, "BadRequest"],
      ["a slash at the end", both, `${repo}/`, 404, "NotFound"],
      ["a doubled slash", both, `/${repo}`, 404, "NotFound"],
      ["another path", both, "/", 404, "NotFound"],
    ];
    for (const [what, token, path, code, reason] of cases) {
      const response = await client.post(path, token);
      const status = statusOf(response);
      assert.deepEqual([what, response.code, status.reason], [what, code, reason]);
      assert.equal(response.headers.has("www-authenticate"), code === 401, what);
    }
    assert.equal(await cluster.resyncRequests(ns, "my-repo"), 0);
    assert.equal((await client.post(`${repo}?any=thing`, both)).code, 200);
    assert.equal(await cluster.resyncRequests(ns, "my-repo"), 1);
  },
});

Deno.test({
  name: "serve refreshes for the token that grant made, as its page says",
  sanitizeResources,
  async fn() {
    const ns = await cluster.namespace("contract");
    await cluster.createRepository(ns, "my-repo");
    const granted = await apprepo(["grant", "-n", ns], { kubeconfig });
    assert.equal(granted.code, 0, granted.stderr);
    const { stdout: token } = await apprepo(["token", "-n", ns], { kubeconfig });
    await using receiver = await RunningReceiver.start({ kubeconfig });
    using client = await HttpClient.connect(receiver.url);
    const { code, body } = await client.post(refreshPath(ns, "my-repo"), token.trim());
    assert.equal(code, 200, body);
    assert.equal(await cluster.resyncRequests(ns, "my-repo"), 1);
  },
});

Deno.test({
  name: "serve passes on the API server's Status, with who lacks what",
  sanitizeResources,
  async fn() {
    const ns = await cluster.namespace("contract");
    const token = await callerToken(cluster, ns, "nobody");
    await using receiver = await RunningReceiver.start({ kubeconfig });
    using client = await HttpClient.connect(receiver.url);
    const status = statusOf(await client.post(refreshPath(ns, "my-repo"), token));
    assert.match(status.message, /User "system:serviceaccount:.*:nobody" cannot get resource/);
    assert.equal(status.details?.["group"], "kubeapps.com");
  },
});

Deno.test({
  name: "serve answers methods as its contract says",
  sanitizeResources,
  async fn() {
    const ns = await cluster.namespace("contract");
    await cluster.createRepository(ns, "my-repo");
    const token = await callerToken(cluster, ns, "ci", ["get", "update"]);
    await using receiver = await RunningReceiver.start({ kubeconfig });
    const path = refreshPath(ns, "my-repo");
    for (const method of ["GET", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"]) {
      const response = await request(
        receiver.url,
        `${method} ${path} HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${token}\r\n\r\n`,
      );
      assert.equal(response.code, 405, method);
      assert.equal(response.headers.get("allow"), "POST");
      statusOf(response);
    }
    assert.equal(await cluster.resyncRequests(ns, "my-repo"), 0);
    for (const url of [receiver.url, receiver.metricsUrl]) {
      for (const probe of ["/healthz", "/readyz"]) {
        const response = await request(url, `GET ${probe} HTTP/1.1\r\nHost: a\r\n\r\n`);
        assert.deepEqual([response.code, response.body], [200, "ok\n"]);
        const posted = await request(url, `POST ${probe} HTTP/1.1\r\nHost: a\r\n\r\n`);
        assert.equal(posted.code, 405);
      }
    }
    const metrics = await request(receiver.url, "GET /metrics HTTP/1.1\r\nHost: a\r\n\r\n");
    assert.equal(metrics.code, 404, "metrics have a port of their own");
  },
});

Deno.test({
  name: "serve takes any payload, and reads none of it",
  sanitizeResources,
  async fn() {
    const ns = await cluster.namespace("contract");
    await cluster.createRepository(ns, "my-repo");
    await cluster.createRepository(ns, "other");
    const token = await callerToken(cluster, ns, "ci", ["get", "update"]);
    await using receiver = await RunningReceiver.start({ kubeconfig, args: ["--window=0s"] });
    using client = await HttpClient.connect(receiver.url);
    const path = refreshPath(ns, "my-repo");
    const payloads = ["", "{", '{"type":"PULL_ARTIFACT"}', '{"name":"other"}', "\0".repeat(1e5)];
    for (const payload of payloads) {
      assert.equal((await client.post(path, token, payload)).code, 200);
    }
    const head = `POST ${path} HTTP/1.1\r\nHost: a\r\nAuthorization: bearer ${token}\r\n`;
    await client.send(
      `${head}Content-Type: text/rubbish\r\nTransfer-Encoding: chunked\r\n\r\n5;x=y\r\nhello\r\n0\r\nT: r\r\n\r\n`,
    );
    assert.equal((await client.response()).code, 200);
    assert.equal(await cluster.resyncRequests(ns, "my-repo"), payloads.length + 1);
    assert.equal(await cluster.resyncRequests(ns, "other"), 0);
  },
});

Deno.test({
  name:
    "serve --ignore-events answers such events 200 without a refresh, after a look at the rights",
  sanitizeResources,
  async fn() {
    const ns = await cluster.namespace("contract");
    await cluster.createRepository(ns, "my-repo");
    const token = await callerToken(cluster, ns, "ci", ["get", "update"]);
    const none = await callerToken(cluster, ns, "nobody");
    const args = ["--window=0s", "--ignore-events", "PULL_ARTIFACT,SCANNING_*"];
    await using receiver = await RunningReceiver.start({ kubeconfig, args });
    using client = await HttpClient.connect(receiver.url);
    const path = refreshPath(ns, "my-repo");
    for (const type of ["PULL_ARTIFACT", "SCANNING_FAILED", "harbor.scan.completed"]) {
      const payload = JSON.stringify({ type, event_data: {} });
      const response = await client.post(path, token, payload);
      assert.equal(response.code, 200);
      assert.equal(JSON.parse(response.body).appRepository.metadata.name, "my-repo");
      assert.equal((await client.post(path, none, payload)).code, 403);
      assert.equal((await client.post(path, undefined, payload)).code, 401);
    }
    assert.equal(await cluster.resyncRequests(ns, "my-repo"), 0);
    for (const payload of ['{"type":"PUSH_ARTIFACT"}', "PULL_ARTIFACT", "", '{"type":7}']) {
      assert.equal((await client.post(path, token, payload)).code, 200);
    }
    assert.equal(await cluster.resyncRequests(ns, "my-repo"), 4);
  },
});

Deno.test({
  name: "serve retries a conflict instead of answering 409",
  sanitizeResources,
  async fn() {
    const ns = await cluster.namespace("contract");
    await cluster.createRepository(ns, "my-repo");
    const tokens = await Promise.all(
      Array.from({ length: 8 }, (_, at) => callerToken(cluster, ns, `ci-${at}`, ["get", "update"])),
    );
    await using receiver = await RunningReceiver.start({ kubeconfig, args: ["--window=0s"] });
    const codes = await Promise.all(tokens.map(async (token) => {
      using client = await HttpClient.connect(receiver.url);
      const responses: number[] = [];
      for (let count = 0; count < 5; count++) {
        responses.push((await client.post(refreshPath(ns, "my-repo"), token)).code);
      }
      return responses;
    }));
    assert.deepEqual(new Set(codes.flat()), new Set([200]));
    assert.equal(await cluster.resyncRequests(ns, "my-repo"), 40);
    const puts = await cluster.auditEvents({ namespace: ns, verb: "update" }, 40);
    assert.ok(
      puts.some(({ responseStatus }) => responseStatus.code === 409),
      "there were conflicts",
    );
  },
});

Deno.test({
  name: "serve logs a line a request, and never a token",
  sanitizeResources,
  async fn() {
    const ns = await cluster.namespace("contract");
    await cluster.createRepository(ns, "my-repo");
    const token = await callerToken(cluster, ns, "ci", ["get", "update"]);
    await using receiver = await RunningReceiver.start({ kubeconfig });
    using client = await HttpClient.connect(receiver.url);
    await client.post(refreshPath(ns, "my-repo"), token);
    await client.post(`/${token}?token=${token}`, token);
    await client.post(refreshPath(ns, "my-repo", token), token);
    await client.post(refreshPath(ns, "my-repo"), "made-up-token");
    receiver.signal("SIGTERM");
    assert.equal(await receiver.ended(), 0);
    const log = await receiver.log();
    const lines = log.trim().split("\n").map((line) => JSON.parse(line));
    const { time, ms, ...first } = lines[0];
    assert.deepEqual(first, {
      method: "POST",
      cluster: "default",
      namespace: ns,
      name: "my-repo",
      status: 200,
      shared: false,
      remote: "127.0.0.1",
    });
    assert.ok(Math.abs(Date.parse(time) - Date.now()) < 60_000);
    assert.ok(ms > 0);
    assert.deepEqual(lines.slice(1, 4).map(({ status }) => status), [404, 404, 401]);
    for (const secret of [token, token.split(".")[2]!, "made-up-token"]) {
      assert.ok(!log.includes(secret), `the log shows ${secret.slice(0, 9)}…`);
    }
  },
});

Deno.test("serve refuses flags that make no sense for it, and says why", async () => {
  const cases: [string[], RegExp][] = [
    [["--token=abc"], /--token makes no sense for serve: it has no rights of its own/],
    [["--as=admin"], /--as makes no sense/],
    [["--client-certificate=a.crt"], /--client-certificate makes no sense/],
    [["--user=admin"], /--user makes no sense/],
    [["--namespace=a"], /the path of each request names one/],
    [["--window=3s"], /2\.5s at most/],
    [["--window=soon"], /wants a duration such as 1s/],
    [["--log-format=xml"], /must be json or text/],
    [["--serve-cluster=east"], /wants NAME=CONTEXT/],
    [["--serve-cluster=default=a"], /names default twice/],
    [["--tls-cert-file=a.crt"], /must be given together/],
    [["--port=70000"], /from 0 to 65535/],
    [["--max-in-flight=0"], /at least 1/],
    [["my-repo"], /unexpected arguments: \[my-repo\]/],
    [["--context=none"], /context/],
  ];
  for (const [args, expected] of cases) {
    const { code, stderr, stdout } = await apprepo(["serve", ...args], { kubeconfig });
    assert.deepEqual([code, stdout], [1, ""], args.join(" "));
    assert.match(stderr, expected);
  }
});
