import assert from "node:assert/strict";
import { testCluster } from "../cluster/support/cluster.ts";
import { callerToken } from "./support/callers.ts";
import { Chance, madeUp, type Vocabulary } from "./support/fuzz.ts";
import { HttpClient, refreshPath } from "./support/http_client.ts";
import { RunningReceiver } from "./support/receiver.ts";

const cluster = await testCluster();
/** FUZZ_REQUESTS=100000 FUZZ_SEED=7 for a long run, or another one. */
const requests = Number(Deno.env.get("FUZZ_REQUESTS") ?? 3_000);
const seed = Number(Deno.env.get("FUZZ_SEED") ?? 1);
const connections = 16;

/** Everything that comes back, until the other side closes. */
async function conversation(port: number, text: string): Promise<string> {
  const connection = await Deno.connect({ hostname: "127.0.0.1", port });
  let answer = "";
  async function receive(): Promise<void> {
    const buffer = new Uint8Array(16_384);
    for (let count = await connection.read(buffer); count; count = await connection.read(buffer)) {
      answer += new TextDecoder("latin1").decode(buffer.subarray(0, count));
    }
  }
  async function send(): Promise<void> {
    let rest = Uint8Array.from(text, (character) => character.charCodeAt(0));
    while (rest.length > 0) rest = rest.subarray(await connection.write(rest));
    await connection.closeWrite();
  }
  await Promise.allSettled([receive(), send()]);
  connection.close();
  return answer;
}

Deno.test({
  name: `serve answers ${requests} made-up requests (seed ${seed}) without a 5xx or a crash`,
  sanitizeResources: false,
  async fn() {
    const ns = await cluster.namespace("fuzz");
    await cluster.createRepository(ns, "my-repo");
    const good = await callerToken(cluster, ns, "ci", ["get", "update"]);
    const weak = await callerToken(cluster, ns, "reader", ["get"]);
    const words: Vocabulary = {
      paths: [
        refreshPath(ns, "my-repo"),
        refreshPath(ns, "none"),
        refreshPath("elsewhere", "my-repo"),
        refreshPath(ns, "my-repo", "east"),
        "/healthz",
        "/readyz",
        "/metrics",
        "/",
      ],
      tokens: [good, weak, "made-up"],
    };
    await using receiver = await RunningReceiver.start({
      kubeconfig: cluster.adminKubeconfig,
      args: ["--window=0s", "--unauthorized-ttl=100ms"],
    });
    const chance = new Chance(seed);
    const codes: Record<string, number> = {};
    let left = requests;
    async function talk(): Promise<void> {
      while (left-- > 0) {
        const text = madeUp(chance, words);
        const answer = await conversation(receiver.port, text);
        if (answer !== "") assert.match(answer, /^HTTP\/1\.1 [1-4]\d\d /, JSON.stringify(text));
        for (const [, code] of answer.matchAll(/(?:^|\n)HTTP\/1\.1 (\d+) /g)) {
          codes[code!] = (codes[code!] ?? 0) + 1;
        }
      }
    }
    await Promise.all(Array.from({ length: connections }, talk));
    assert.deepEqual(Object.keys(codes).filter((code) => code.startsWith("5")), []);
    for (const code of ["200", "400", "401", "403", "404", "405"]) {
      assert.ok(codes[code]! > 0, `no ${code}: ${JSON.stringify(codes)}`);
    }
    using client = await HttpClient.connect(receiver.url);
    let last = 429;
    while (last === 429) last = (await client.post(refreshPath(ns, "my-repo"), good)).code;
    assert.equal(last, 200, "it still serves");
    const events = await cluster.auditEvents({ namespace: ns, verb: "update" });
    const users = new Set(
      events.filter(({ responseStatus }) => responseStatus.code === 200)
        .map(({ user }) => user.username),
    );
    assert.deepEqual(users, new Set([`system:serviceaccount:${ns}:ci`]));
  },
});
