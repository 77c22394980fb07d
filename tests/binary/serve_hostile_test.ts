import assert from "node:assert/strict";
import { testCluster } from "../cluster/support/cluster.ts";
import { callerToken } from "./support/callers.ts";
import { HttpClient, refreshPath } from "./support/http_client.ts";
import { RunningReceiver } from "./support/receiver.ts";

const cluster = await testCluster();
const kubeconfig = cluster.adminKubeconfig;
const sanitizeResources = false;
const megabyte = 1_048_576;
/** Resident bytes that a run may end up above its start: allocators keep some. */
const slack = 60 * megabyte;

async function setUp(): Promise<{ ns: string; token: string }> {
  const ns = await cluster.namespace("hostile");
  await cluster.createRepository(ns, "my-repo");
  return { ns, token: await callerToken(cluster, ns, "ci", ["get", "update"]) };
}

function resident(receiver: RunningReceiver): Promise<number> {
  return receiver.metric("process_resident_memory_bytes");
}

async function post(receiver: RunningReceiver, path: string, token: string): Promise<number> {
  using client = await HttpClient.connect(receiver.url);
  return (await client.post(path, token)).code;
}

Deno.test({
  name: "serve outlives 10,000 idle connections and serves others afterwards",
  sanitizeResources,
  async fn() {
    const { ns, token } = await setUp();
    const args = ["--header-timeout=1s", "--max-connections-per-address=1000"];
    await using receiver = await RunningReceiver.start({ kubeconfig, args });
    let before = 0;
    for (let round = 0; round < 30; round++) {
      // The first 5,000 show how much the runtime keeps for itself.
      if (round === 10) before = await resident(receiver);
      const open = await Promise.all(
        Array.from({ length: 500 }, () => HttpClient.connect(receiver.url)),
      );
      const connections = await receiver.metric("apprepo_receiver_connections");
      assert.ok(connections <= 1_000, `${connections} connections`);
      for (const client of open) client[Symbol.dispose]();
    }
    assert.ok(await resident(receiver) - before < slack);
    assert.equal(await post(receiver, refreshPath(ns, "my-repo"), token), 200);
  },
});

Deno.test({
  name: "serve drops those who say nothing, and first of all where others need the room",
  sanitizeResources,
  async fn() {
    const { ns, token } = await setUp();
    await using receiver = await RunningReceiver.start({
      kubeconfig,
      args: ["--header-timeout=1s", "--max-connections-per-address=100"],
    });
    const silent = await Promise.all(
      Array.from({ length: 150 }, () => HttpClient.connect(receiver.url)),
    );
    using late = await HttpClient.connect(receiver.url);
    assert.equal((await late.post(refreshPath(ns, "my-repo"), token)).code, 200);
    for (const client of silent) assert.ok(await client.closes(10_000));
    assert.equal(await post(receiver, refreshPath(ns, "my-repo"), token), 200);
    for (const client of silent) client[Symbol.dispose]();
  },
});

Deno.test({
  name: "serve refuses a body of 1 GiB before any PUT, whether its length is told or not",
  sanitizeResources,
  async fn() {
    const { ns, token } = await setUp();
    await using receiver = await RunningReceiver.start({ kubeconfig });
    const before = await resident(receiver);
    const head = `POST ${
      refreshPath(ns, "my-repo")
    } HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${token}\r\n`;
    const chunk = new Uint8Array(megabyte).fill(97);
    for (const framing of ["Content-Length: 1073741824", "Transfer-Encoding: chunked"]) {
      using client = await HttpClient.connect(receiver.url);
      await client.send(`${head}${framing}\r\n\r\n`);
      const answered = client.response();
      let sent = 0;
      try {
        for (; sent < 1024; sent++) {
          if (framing.startsWith("T")) await client.send("100000\r\n");
          await client.send(chunk);
          if (framing.startsWith("T")) await client.send("\r\n");
        }
      } catch { /* it closed */ }
      assert.ok(sent < 1024, "it took all of it");
      assert.equal((await answered).code, 413);
    }
    assert.ok(await resident(receiver) - before < slack);
    assert.equal(await cluster.resyncRequests(ns, "my-repo"), 0);
  },
});

Deno.test({
  name: "serve answers no more than so many requests at a time",
  sanitizeResources,
  async fn() {
    const { ns, token } = await setUp();
    const args = ["--max-in-flight=4", "--window=1s"];
    await using receiver = await RunningReceiver.start({ kubeconfig, args });
    const path = refreshPath(ns, "my-repo");
    const codes = await Promise.all(
      Array.from({ length: 12 }, () => post(receiver, path, token)),
    );
    assert.ok(codes.filter((code) => code === 200).length >= 4, codes.join(" "));
    assert.ok(codes.includes(429), codes.join(" "));
    assert.deepEqual(codes.filter((code) => code !== 200 && code !== 429), []);
  },
});

Deno.test({
  name: "serve refreshes nothing for a request that was smuggled into another's body",
  sanitizeResources,
  async fn() {
    const { ns, token } = await setUp();
    await using receiver = await RunningReceiver.start({ kubeconfig });
    const line = `POST ${refreshPath(ns, "my-repo")} HTTP/1.1\r\nHost: a\r\n`;
    const inner = `${line}Authorization: Bearer ${token}\r\n\r\n`;
    const outer = `POST /healthz HTTP/1.1\r\nHost: a\r\n`;
    const shapes = [
      `${outer}Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${inner}`,
      `${outer}Content-Length: 0\r\nContent-Length: ${inner.length}\r\n\r\n${inner}`,
      `${outer}Content-Length: ${inner.length}\r\n\r\n${inner}`,
      `${outer}Transfer-Encoding: chunked\r\nTransfer-Encoding: x\r\n\r\n0\r\n\r\n${inner}`,
      `${outer}Transfer-Encoding:\x0bchunked\r\n\r\n0\r\n\r\n${inner}`,
      `${outer}X: a\n${inner}`,
    ];
    for (const shape of shapes) {
      using client = await HttpClient.connect(receiver.url);
      await client.send(shape);
      const { code } = await client.response();
      assert.ok(code === 400 || code === 405, `${code}`);
    }
    assert.equal(await cluster.resyncRequests(ns, "my-repo"), 0);
  },
});
