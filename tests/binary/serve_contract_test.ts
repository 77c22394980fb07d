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
