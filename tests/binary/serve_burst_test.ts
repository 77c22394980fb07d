import assert from "node:assert/strict";
import { testCluster } from "../cluster/support/cluster.ts";
import {
  assertCovered,
  assertOneAtATime,
  burst,
  countByCode,
  percentile,
  putsByName,
} from "./support/burst.ts";
import { callerToken } from "./support/callers.ts";
import { refreshPath } from "./support/http_client.ts";
import { RunningReceiver } from "./support/receiver.ts";

const cluster = await testCluster();
const kubeconfig = cluster.adminKubeconfig;
const sanitizeResources = false;
/** Milliseconds that a caller waits here, and a bound against hangs: the machine may be a slow one. */
const requestTimeout = "--request-timeout=30s";
const patience = 60_000;

Deno.test({
  name:
    "serve answers 10,000 requests for one repository, each from a PUT that began after it came",
  sanitizeResources,
  async fn() {
    const ns = await cluster.namespace("burst");
    await cluster.createRepository(ns, "hot");
    const token = await callerToken(cluster, ns, "ci", ["get", "update"]);
    const args = ["--window=50ms", requestTimeout];
    await using receiver = await RunningReceiver.start({ kubeconfig, args });
    const shot = { path: refreshPath(ns, "hot"), token };
    const hits = await burst(receiver.url, Array(10_000).fill(shot), 64);
    assert.deepEqual(countByCode(hits), { 200: 10_000 });
    const raised = await cluster.resyncRequests(ns, "hot");
    const puts = putsByName(await cluster.auditEvents({ namespace: ns, verb: "update" }, raised));
    assert.equal(puts.get("hot")?.length, raised);
    assertCovered(hits, puts);
    assertOneAtATime(puts);
    assert.ok(raised < 1_000, `${raised} PUTs for 10,000 requests`);
    assert.ok(percentile(hits, 1) < patience);
    const shared = await receiver.metric("apprepo_receiver_shared_requests_total");
    assert.ok(shared >= 10_000 - raised, `${shared} of them shared`);
  },
});

Deno.test({
  name: "serve answers bursts for 1,000 repositories, each from a PUT of its own repository",
  sanitizeResources,
  async fn() {
    const ns = await cluster.namespace("burst");
    const names = await cluster.createRepositories(ns, 1_000);
    const token = await callerToken(cluster, ns, "ci", ["get", "update"]);
    const limits = ["--rate-limit=100000", "--unknown-rate-limit=100000"];
    const args = ["--window=50ms", requestTimeout, ...limits];
    await using receiver = await RunningReceiver.start({ kubeconfig, args });
    const shots = names.flatMap((name) => Array(10).fill({ path: refreshPath(ns, name), token }));
    const hits = await burst(receiver.url, shots, 64);
    assert.deepEqual(countByCode(hits), { 200: 10_000 });
    const puts = putsByName(await cluster.auditEvents({ namespace: ns, verb: "update" }, 2_000));
    assert.equal(puts.size, 1_000);
    assertCovered(hits, puts);
    assertOneAtATime(puts);
    assert.ok(percentile(hits, 1) < patience);
  },
});

Deno.test({
  name: "serve never lets a token without rights share the refresh of one with rights",
  sanitizeResources,
  async fn() {
    const ns = await cluster.namespace("burst");
    await cluster.createRepository(ns, "my-repo");
    const good = await callerToken(cluster, ns, "ci", ["get", "update"]);
    const weak = await callerToken(cluster, ns, "reader", ["get"]);
    const args = ["--window=20ms", "--unknown-rate-limit=1000", requestTimeout];
    await using receiver = await RunningReceiver.start({ kubeconfig, args });
    const path = refreshPath(ns, "my-repo");
    const shots = Array.from({ length: 2_000 }, (_, at) => ({ path, token: at % 2 ? weak : good }));
    const hits = await burst(receiver.url, shots, 32);
    assert.deepEqual(countByCode(hits.filter(({ token }) => token === good)), { 200: 1_000 });
    assert.deepEqual(countByCode(hits.filter(({ token }) => token === weak)), { 403: 1_000 });
  },
});

Deno.test({
  name: "serve keeps a good token's share when others send noise",
  sanitizeResources,
  async fn() {
    const ns = await cluster.namespace("burst");
    await cluster.createRepository(ns, "my-repo");
    const good = await callerToken(cluster, ns, "ci", ["get", "update"]);
    await using receiver = await RunningReceiver.start({
      kubeconfig,
      args: ["--window=0s", requestTimeout],
    });
    const path = refreshPath(ns, "my-repo");
    const [first] = await burst(receiver.url, [{ path, token: good }], 1);
    assert.equal(first?.code, 200);
    const count = 600;
    const noise = Array.from({ length: count }, () => ({ path, token: crypto.randomUUID() }));
    const [noisy, mine] = await Promise.all([
      burst(receiver.url, noise, 16),
      burst(receiver.url, Array(10).fill({ path, token: good }), 1),
    ]);
    assert.deepEqual(countByCode(mine), { 200: 10 });
    const { 401: asked = 0, 429: refused = 0 } = countByCode(noisy);
    assert.equal(asked + refused, count);
    const seconds = (Math.max(...noisy.map((hit) => hit.answered)) - noisy[0]!.sent) / 1_000;
    assert.ok(
      asked <= 20 * (seconds + 1),
      `the API server was asked ${asked} times in ${seconds} s`,
    );
  },
});

Deno.test({
  name: "serve refuses a token that the API server refused from memory, for a while",
  sanitizeResources,
  async fn() {
    const ns = await cluster.namespace("burst");
    await using receiver = await RunningReceiver.start({
      kubeconfig,
      args: ["--unauthorized-ttl=3s", requestTimeout],
    });
    const shots = Array(200).fill({ path: refreshPath(ns, "my-repo"), token: "made-up" });
    assert.deepEqual(countByCode(await burst(receiver.url, shots, 1)), { 401: 200 });
    const asked = 'apprepo_receiver_refreshes_total{cluster="default",code="401"}';
    const before = await receiver.metric(asked);
    assert.ok(before <= 5, `the API server was asked ${before} times`);
    await new Promise((resolve) => setTimeout(resolve, 3_100));
    await burst(receiver.url, shots.slice(0, 1), 1);
    assert.equal(await receiver.metric(asked), before + 1);
  },
});
