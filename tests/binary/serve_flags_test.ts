import assert from "node:assert/strict";
import { testCluster } from "../cluster/support/cluster.ts";
import { apprepo } from "./support/apprepo.ts";
import { callerToken } from "./support/callers.ts";
import { HttpClient, refreshPath } from "./support/http_client.ts";
import { RunningReceiver } from "./support/receiver.ts";

const cluster = await testCluster();
const kubeconfig = cluster.adminKubeconfig;
const sanitizeResources = false;

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
    await using receiver = await RunningReceiver.start({
      kubeconfig,
      args: ["--window=0s", "--request-timeout=30s"],
    });
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
    [["--port=-1"], /from 0 to 65535/],
    [["--metrics-port=65536"], /from 0 to 65535/],
    [["--max-in-flight=0"], /from 1 to 100000/],
    [["--max-in-flight=100001"], /from 1 to 100000/],
    [["--max-connections=0"], /from 1 to 100000/],
    [["--max-connections-per-address=-1"], /from 1 to 100000/],
    [["--rate-limit=0"], /from 1 to 100000/],
    [["--unknown-rate-limit=100001"], /from 1 to 100000/],
    [["--max-header-bytes=4095"], /from 4096 to 1048576/],
    [["--max-header-bytes=1048577"], /from 4096 to 1048576/],
    [["--max-body-bytes=-1"], /from 0 to 33554432/],
    [["--max-body-bytes=33554433"], /from 0 to 33554432/],
    [["--header-timeout=99ms"], /from 100ms to 24h/],
    [["--body-timeout=0s"], /from 100ms to 24h/],
    [["--idle-timeout=25h"], /from 0ms to 24h/],
    [["--max-connection-age=1000h"], /from 0ms to 24h/],
    [["--unauthorized-ttl=-1s"], /wants a duration/],
    [["--shutdown-delay=25h"], /from 0ms to 24h/],
    [["my-repo"], /unexpected arguments: \[my-repo\]/],
    [["--context=none"], /context/],
  ];
  for (const [args, expected] of cases) {
    const { code, stderr, stdout } = await apprepo(["serve", ...args], { kubeconfig });
    assert.deepEqual([code, stdout], [1, ""], args.join(" "));
    assert.match(stderr, expected);
  }
});
