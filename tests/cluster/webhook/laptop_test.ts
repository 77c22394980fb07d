// `serve` on a laptop, without TLS, checked from the same machine.

import assert from "node:assert/strict";
import { testCluster } from "../support/cluster.ts";
import { createAccount, grantRefresh } from "./account.ts";
import { runCommand } from "./command.ts";

const cluster = await testCluster();
const namespace = await cluster.namespace("webhook-laptop");
await cluster.createRepository(namespace, "bitnami");
using api = cluster.api();
await createAccount(api, namespace);
await grantRefresh(cluster, namespace);
const main = new URL("../../../main.ts", import.meta.url).pathname;

/** @returns the address that it says it serves on, once it has said all: nobody listens after that */
async function announced(stdout: ReadableStream<Uint8Array>): Promise<string> {
  let text = "";
  for await (const chunk of stdout.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    const url = /^Starting to serve on (\S+)\nMetrics and probes on \S+\n/m.exec(text)?.[1];
    if (url !== undefined) return url;
  }
  throw new Error(`serve ended: ${text}`);
}

Deno.test("--check refreshes by a serve on this machine", async () => {
  const flags = ["--port=0", "--metrics-port=0", "--kubeconfig", cluster.adminKubeconfig];
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "--no-check", "--allow-all", main, "serve", ...flags],
    stdin: "null",
    stdout: "piped",
    stderr: "null",
  }).spawn();
  try {
    const { port } = new URL(await announced(child.stdout));
    for (const host of ["127.0.0.1", "localhost"]) {
      const before = await cluster.resyncRequests(namespace, "bitnami");
      const words = ["webhook-url", "bitnami", "--check", `--base-url=http://${host}:${port}`];
      const there = ["--kubeconfig", cluster.adminKubeconfig, "-n", namespace];
      const { code, stderr } = await runCommand([...words, ...there]);
      assert.equal(code, 0, stderr);
      assert.match(stderr, /^refreshed: 200 in \d+ ms/);
      assert.equal(await cluster.resyncRequests(namespace, "bitnami"), before + 1);
    }
  } finally {
    try {
      child.kill("SIGKILL");
    } catch {
      // It has ended.
    }
    await child.status;
  }
});
