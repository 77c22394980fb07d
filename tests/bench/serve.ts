import {
  burst,
  countByCode,
  type Hit,
  percentile,
  putsByName,
  type Shot,
} from "../binary/support/burst.ts";
import { callerToken } from "../binary/support/callers.ts";
import { refreshPath } from "../binary/support/http_client.ts";
import { RunningReceiver } from "../binary/support/receiver.ts";
import type { TestCluster } from "../cluster/support/test_cluster.ts";
import { PlainProxy } from "./plain_proxy_process.ts";
import type { Row } from "./row.ts";
import type { Bench, Section } from "./section.ts";

const connections = 64;
const requests = 6_400;
const repositories = 1_000;
const window = "100ms";
/** SERVE_MINUTES=10 for the long run. */
const minutes = Number(Deno.env.get("SERVE_MINUTES") ?? 1);

export const serve: Section = {
  title: `serve, ${connections} connections, --window=${window}, ${minutes} min of load`,
  run,
};

/** One burst, and what it did to the API server. */
interface Measured {
  readonly hits: Hit[];
  readonly seconds: number;
  readonly puts: number;
}

async function run({ cluster }: Bench): Promise<Row[]> {
  const namespace = await cluster.namespace("bench");
  const names = await cluster.createRepositories(namespace, repositories);
  const token = await callerToken(cluster, namespace, "ci", ["get", "update"]);
  const hot = Array<Shot>(requests).fill({ path: refreshPath(namespace, names[0]!), token });
  const many = names.flatMap((name) =>
    Array<Shot>(4).fill({ path: refreshPath(namespace, name), token })
  );
  const args = [`--window=${window}`, "--rate-limit=1000000", "--unknown-rate-limit=1000000"];
  const began = performance.now();
  await using receiver = await RunningReceiver.start({
    kubeconfig: cluster.adminKubeconfig,
    args,
  });
  const startUp = performance.now() - began;
  const idle = await memory(receiver);
  await using plain = await PlainProxy.start(cluster);
  const rows: Row[] = [{ what: "`serve`, start to first connection", measured: ms(startUp) }];
  for (const [what, shots] of [["one repository", hot], ["1,000 repositories", many]] as const) {
    const own = await measure(cluster, namespace, receiver.url, shots);
    const peer = await measure(cluster, namespace, plain.url, shots);
    rows.push(...compareBursts(what, own, peer));
  }
  const afterBursts = await memory(receiver);
  const peak = await soak(receiver, hot[0]!);
  rows.push({
    what: "`serve`, memory idle, after the bursts, and the most and last of the load",
    measured: [idle, afterBursts, ...peak].map((bytes) => `${(bytes / 1e6).toFixed(0)} MB`)
      .join(", "),
  });
  return rows;
}

async function measure(
  cluster: TestCluster,
  namespace: string,
  url: string,
  shots: readonly Shot[],
): Promise<Measured> {
  const before = await putsSoFar(cluster, namespace);
  const began = performance.now();
  const hits = await burst(url, shots, connections);
  const seconds = (performance.now() - began) / 1_000;
  return { hits, seconds, puts: await putsSoFar(cluster, namespace) - before };
}

async function putsSoFar(cluster: TestCluster, namespace: string): Promise<number> {
  const puts = putsByName(await cluster.auditEvents({ namespace, verb: "update" }, 0));
  return [...puts.values()].reduce((sum, list) => sum + list.length, 0);
}

function compareBursts(what: string, own: Measured, peer: Measured): Row[] {
  const rate = ({ hits, seconds }: Measured) =>
    hits.filter(({ code }) => code === 200).length / seconds;
  const row = (measured: string, of: (measured: Measured) => string, bar?: string): Row => ({
    what: `\`serve\`, ${what}: ${measured}`,
    measured: of(own),
    peer: `plain proxy: ${of(peer)}`,
    bar,
  });
  return [
    row("200s", (measured) => `${rate(measured).toFixed(0)} /s`),
    row("p50", ({ hits }) => ms(percentile(hits, 0.5))),
    row("p99", ({ hits }) => ms(percentile(hits, 0.99)), "under 3,000 ms"),
    row("PUTs for each 200", ({ hits, puts }) => {
      return (puts / hits.filter(({ code }) => code === 200).length).toFixed(3);
    }),
    row("codes", ({ hits }) => JSON.stringify(countByCode(hits))),
  ];
}

/** Load for some minutes. @returns the largest resident memory, and the last */
async function soak(receiver: RunningReceiver, shot: Shot): Promise<[number, number]> {
  const end = performance.now() + minutes * 60_000;
  function* shots() {
    while (performance.now() < end) yield shot;
  }
  const load = burst(receiver.url, shots(), connections);
  let [most, last] = [0, 0];
  while (performance.now() < end) {
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    last = await memory(receiver);
    most = Math.max(most, last);
  }
  await load;
  return [most, last];
}

function memory(receiver: RunningReceiver): Promise<number> {
  return receiver.metric("process_resident_memory_bytes");
}

function ms(value: number): string {
  return `${value.toFixed(0)} ms`;
}
