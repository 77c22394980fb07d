import assert from "node:assert/strict";
import { testCluster } from "../cluster/support/cluster.ts";
import { ownCluster } from "../cluster/support/own_cluster.ts";
import { assertCovered, burst, countByCode, percentile, putsByName } from "./support/burst.ts";
import { callerToken } from "./support/callers.ts";
import { HarborLikeSender } from "./support/harbor_sender.ts";
import { HttpClient, refreshPath } from "./support/http_client.ts";
import { RunningReceiver } from "./support/receiver.ts";

const shared = await testCluster();
const sanitizeResources = false;
const sanitizeOps = false;

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Tries until a refresh goes through, for two minutes at most. */
async function untilServes(url: string, path: string, token: string): Promise<void> {
  const deadline = Date.now() + 120_000;
  while (Date.now() < deadline) {
    using client = await HttpClient.connect(url);
    if ((await client.post(path, token)).code === 200) return;
    await wait(200);
  }
  throw new Error("it does not serve again");
}

Deno.test({
  name: "serve answers every request while the API server is away, and none 2xx without a refresh",
  sanitizeResources,
  sanitizeOps,
  async fn() {
    await using cluster = await ownCluster();
    const ns = await cluster.namespace("outage");
    await cluster.createRepository(ns, "my-repo");
    const token = await callerToken(cluster, ns, "ci", ["get", "update"]);
    const kubeconfig = cluster.adminKubeconfig;
    const args = ["--window=50ms", "--rate-limit=10000", "--request-timeout=5s"];
    await using receiver = await RunningReceiver.start({ kubeconfig, args });
    const path = refreshPath(ns, "my-repo");
    let goesOn = true;
    function* shots() {
      while (goesOn) yield { path, token };
    }
    const shooting = burst(receiver.url, shots(), 16);
    await wait(1_000);
    await cluster.killApiServer();
    await wait(20_000);
    await cluster.startApiServer();
    await untilServes(receiver.url, path, token);
    await wait(2_000);
    goesOn = false;
    const hits = await shooting;
    const { 0: broken = 0, 200: done = 0, ...others } = countByCode(hits);
    assert.equal(broken, 0, "every request was answered");
    assert.ok(done > 0);
    // 403: an API server that has just started does not know its roles yet.
    assert.deepEqual(Object.keys(others).filter((code) => !/^50[234]$|^403$|^429$/.test(code)), []);
    assert.ok(percentile(hits, 1) < 120_000, "none hung");
    const last = hits.slice(-10).map(({ code }) => code);
    assert.deepEqual(new Set(last), new Set([200]), "it serves again");
    const events = await cluster.auditEvents({ namespace: ns, verb: "update" });
    assertCovered(hits, putsByName(events));
    using client = await HttpClient.connect(receiver.url);
    await cluster.killApiServer();
    const gone = await client.post(path, token);
    assert.match(`${gone.code}`, /^50[24]$/);
    assert.match(JSON.parse(gone.body).message, /API server of cluster "default"/);
    assert.ok(!gone.body.includes("127.0.0.1"), "no address of the inside");
  },
});

Deno.test({
  name: "serve ends in good order on SIGTERM, and loses no 2xx",
  sanitizeResources,
  async fn() {
    const ns = await shared.namespace("outage");
    await shared.createRepository(ns, "my-repo");
    const token = await callerToken(shared, ns, "ci", ["get", "update"]);
    const kubeconfig = shared.adminKubeconfig;
    await using receiver = await RunningReceiver.start({
      kubeconfig,
      args: ["--window=2500ms", "--request-timeout=30s"],
    });
    const path = refreshPath(ns, "my-repo");
    const clients = await Promise.all(
      Array.from({ length: 32 }, () => HttpClient.connect(receiver.url)),
    );
    assert.equal((await clients[0]!.post(path, token)).code, 200);
    const sent = performance.timeOrigin + performance.now();
    const waiting = clients.map(async (client) => (await client.post(path, token)).code);
    await wait(1_000); // all have arrived, and wait for the window's end
    receiver.signal("SIGTERM");
    assert.deepEqual(await Promise.all(waiting), Array(32).fill(200));
    const answered = performance.timeOrigin + performance.now();
    assert.equal(await receiver.ended(), 0);
    for (const client of clients) client[Symbol.dispose]();
    await assert.rejects(HttpClient.connect(receiver.url), Deno.errors.ConnectionRefused);
    const puts = putsByName(await shared.auditEvents({ namespace: ns, verb: "update" }, 2));
    assertCovered([{ path, token, code: 200, sent, answered }], puts);
  },
});

Deno.test({
  name: "serve is not ready after SIGTERM, goes on for --shutdown-delay, and ends at a second one",
  sanitizeResources,
  async fn() {
    const ns = await shared.namespace("outage");
    await shared.createRepository(ns, "my-repo");
    const token = await callerToken(shared, ns, "ci", ["get", "update"]);
    await using receiver = await RunningReceiver.start({
      kubeconfig: shared.adminKubeconfig,
      args: ["--shutdown-delay=60s"],
    });
    receiver.signal("SIGTERM");
    let code = 200;
    while (code === 200) {
      const probe = await fetch(`${receiver.url}/readyz`);
      code = probe.status;
      await probe.body?.cancel();
    }
    assert.equal(code, 503);
    using client = await HttpClient.connect(receiver.url);
    assert.equal((await client.post(refreshPath(ns, "my-repo"), token)).code, 200);
    receiver.signal("SIGTERM");
    assert.equal(await receiver.ended(), 143);
  },
});

Deno.test({
  name: "serve gets every event of a sender like Harbor, through a restart of its own",
  sanitizeResources,
  sanitizeOps,
  async fn() {
    const ns = await shared.namespace("outage");
    await shared.createRepository(ns, "my-repo");
    const token = await callerToken(shared, ns, "ci", ["get", "update"]);
    const kubeconfig = shared.adminKubeconfig;
    const first = await RunningReceiver.start({ kubeconfig, args: ["--window=100ms"] });
    const sender = new HarborLikeSender(`${first.url}${refreshPath(ns, "my-repo")}`, {
      authorization: `Bearer ${token}`,
      timeout: 3_000,
      pauses: [500, 2_000, 5_000, 15_000, 30_000], // Harbor's are longer: time to start again
    });
    const jobs = [];
    for (let event = 0; event < 60; event++) {
      jobs.push(sender.deliver({ type: "PUSH_ARTIFACT", occur_at: event }));
      await wait(10);
      if (event === 20) first.signal("SIGTERM");
    }
    assert.equal(await first.ended(), 0);
    const args = ["--window=100ms", `--port=${first.port}`];
    await using _second = await RunningReceiver.start({ kubeconfig, args });
    const outcomes = await Promise.all(jobs);
    assert.deepEqual(new Set(outcomes.map(({ status }) => status)), new Set(["Success"]));
    assert.ok(outcomes.some(({ attempts }) => attempts > 1), "the restart was noticed");
    const puts = putsByName(await shared.auditEvents({ namespace: ns, verb: "update" }));
    const delivered = outcomes.map(({ sent, answered }) => ({
      path: refreshPath(ns, "my-repo"),
      token,
      code: 200,
      sent,
      answered,
    }));
    assertCovered(delivered, puts);
  },
});
