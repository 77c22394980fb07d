// What people send who know no hook, or nearly one.

import assert from "node:assert/strict";
import { auditOf } from "../cluster/support/audit.ts";
import { testCluster } from "../cluster/support/cluster.ts";
import { burst, countByCode, type Shot } from "./support/burst.ts";
import { Chance } from "./support/fuzz.ts";
import {
  deliver,
  githubHeaders,
  githubPush,
  hookReceiver,
  type HookWish,
  lend,
  pathOf,
  type ReceiverAccount,
  receiverAccount,
} from "./support/hooks.ts";

const cluster = await testCluster();
const sanitizeResources = false;
const body = githubPush();
/** FUZZ_REQUESTS=100000 FUZZ_SEED=7 for a long run, or another one. */
const requests = Number(Deno.env.get("FUZZ_REQUESTS") ?? 3_000);
const seed = Number(Deno.env.get("FUZZ_SEED") ?? 1);
/** Bytes by which memory may differ from one moment to another. */
const slack = 48 * 1_048_576;

async function tenant(account: ReceiverAccount, wish: Partial<HookWish> = {}) {
  const namespace = await cluster.namespace("noise");
  await cluster.createRepository(namespace, "charts");
  const hook = await lend(cluster, account, { namespace, name: "charts", ...wish });
  return { namespace, hook, path: pathOf(hook) };
}

/** Half of them one name each, half of them a few over and over. */
function* unknown(count: number): Generator<Shot> {
  for (let at = 0; at < count; at++) {
    const name = at % 2 === 0 ? `hook-${at}` : `hook-${at % 40}`;
    yield { path: `/hook/nowhere-${at % 700}/${name}/${"x".repeat(27)}`, body };
  }
}

Deno.test({
  name:
    "100,000 requests to unknown hooks cost less than a look-up a second, no memory, and no known hook",
  sanitizeResources,
  async fn() {
    const account = await receiverAccount(cluster);
    const { namespace, path } = await tenant(account);
    await using receiver = await hookReceiver(cluster, account);
    const headers = await githubHeaders(body);
    assert.equal((await deliver(receiver, path, body, headers)).code, 200);
    const resident = () => receiver.metric("process_resident_memory_bytes");
    const looks = async () =>
      (await auditOf(cluster.folder, account.user)).filter(({ requestURI }) =>
        requestURI.includes("/nowhere-")
      ).length;
    let isOver = false;
    const good: number[] = [];
    async function known(): Promise<void> {
      while (!isOver) {
        good.push((await deliver(receiver, path, body, headers)).code);
        await new Promise((resolve) => setTimeout(resolve, 500));
      }
    }
    async function noise() {
      const began = Date.now();
      const seconds = () => (Date.now() - began) / 1_000;
      const codes = [countByCode(await burst(receiver.url, unknown(50_000), 200))];
      const between = await resident();
      // A few look-ups are free after a quiet time: on a fast machine it is the rest that counts.
      while (codes.length < 2 || seconds() < 20) {
        codes.push(countByCode(await burst(receiver.url, unknown(50_000), 200)));
      }
      isOver = true;
      return { codes, between, seconds: seconds() };
    }
    const [{ codes, between, seconds }] = await Promise.all([noise(), known()]);
    for (const some of codes) {
      assert.deepEqual(Object.keys(some).filter((code) => !/^(401|429)$/.test(code)), []);
    }
    assert.deepEqual(new Set(good), new Set([200]));
    assert.ok(await looks() < seconds, `${await looks()} look-ups in ${seconds} s`);
    assert.ok(await resident() - between < slack, `${await resident() - between} bytes more`);
    assert.ok(await cluster.resyncRequests(namespace, "charts") > good.length / 2);
  },
});

Deno.test({
  name: "bodies of those who know no hook's URL take no room from those who do",
  sanitizeResources: false,
  sanitizeOps: false,
  async fn() {
    const account = await receiverAccount(cluster);
    const { hook, path } = await tenant(account);
    await using receiver = await hookReceiver(cluster, account);
    const headers = await githubHeaders(body);
    assert.equal((await deliver(receiver, path, body, headers)).code, 200);
    const { hostname, port } = new URL(receiver.url);
    const guesses = [
      `/hook/nowhere/none/${"x".repeat(27)}`,
      pathOf({ ...hook, id: "y".repeat(27) }),
    ];
    // Large ones fill the room, small ones what is left of it.
    const sizes = [[180, 200_000], [60, 30_000], [100, 1_500], [100, 300]] as const;
    const noise: Deno.Conn[] = [];
    for (const [count, bytes] of sizes) {
      const opened = await Promise.all(Array.from({ length: count }, async (_, at) => {
        const connection = await Deno.connect({ hostname, port: Number(port) });
        const head = `POST ${
          guesses[at % 2]
        } HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n`;
        await connection.write(new TextEncoder().encode(head + "a".repeat(bytes)));
        return connection;
      }));
      noise.push(...opened);
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    for (let count = 0; count < 20; count++) {
      assert.equal((await deliver(receiver, path, body, headers)).code, 200);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    for (const connection of noise) connection.close();
  },
});

Deno.test({
  name: `serve --hooks refreshes for none of ${requests} nearly good deliveries (seed ${seed})`,
  sanitizeResources,
  async fn() {
    const account = await receiverAccount(cluster);
    const { namespace, path } = await tenant(account);
    const keys = [{ key: "o".repeat(43), since: "" }];
    const other = await tenant(account, { keys });
    await using receiver = await hookReceiver(cluster, account);
    const good = { path, body, headers: await githubHeaders(body) };
    const chance = new Chance(seed);
    const shots = Array.from({ length: requests }, () => spoiled(chance, good, other.path));
    const codes = countByCode(await burst(receiver.url, shots, 16));
    assert.deepEqual(Object.keys(codes).filter((code) => !/^4\d\d$/.test(code)), []);
    assert.ok(codes[401]! > requests / 2, JSON.stringify(codes));
    const counts = [namespace, other.namespace].map((one) => cluster.resyncRequests(one, "charts"));
    assert.deepEqual(await Promise.all(counts), [0, 0]);
    assert.equal((await deliver(receiver, path, body, good.headers)).code, 200);
  },
});

function spoiled(chance: Chance, good: Required<Omit<Shot, "token">>, other: string): Shot {
  const name = "x-hub-signature-256";
  const signature = good.headers[name]!;
  const withSignature = (value: string) => ({
    ...good,
    headers: { ...good.headers, [name]: value },
  });
  const at = chance.below(good.body.length);
  const part = chance.below(signature.length);
  return chance.of<() => Shot>([
    () => ({ ...good, body: good.body.slice(0, at) + "§" + good.body.slice(at + 1) }),
    () => ({ ...good, body: good.body.slice(0, at) }),
    () => ({ ...good, body: good.body + chance.of([" ", "\n", "{}", "\u0000"]) }),
    () => ({ ...good, path: other }),
    () => ({ ...good, path: good.path.slice(0, -1 - chance.below(26)) }),
    () => ({
      ...good,
      path: good.path.replace("/charts/", `/${chance.of(["chart", "charts.", "c-s"])}/`),
    }),
    () => ({ ...good, headers: {} }),
    () => withSignature(signature.slice(0, part)),
    () =>
      withSignature(signature.replace("sha256=", chance.of(["", "sha1=", "sha256:", "SHA256="]))),
    () => withSignature(`${signature}, ${signature}`),
    () => withSignature(signature.slice(0, 7) + "0".repeat(64)),
    () => withSignature(signature.slice(0, -2) + chance.of(["zz", "  ", "%3"])),
  ])();
}
