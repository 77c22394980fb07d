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
/** SERVE_MINUTES=30 for the long run. */
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
  const args = [`--window=${window}`, "--rate-limit=100000", "--unknown-rate-limit=100000"];
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
  const [first, second, third] = await soak(receiver, hot[0]!);
  rows.push({
    what: "`serve`, memory idle, and after the bursts",
    measured: [idle, afterBursts].map(megabytes).join(", "),
  }, {
    what: "`serve`, most memory in each third of the load",
    measured: [first, second, third].map(megabytes).join(", "),
    peer: `the third by the second: ${(third / second).toFixed(2)}`,
    bar: "at most 1.05",
  });
  return rows;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(0)} MB`;
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

/** Load for some minutes. @returns the largest resident memory of each third of them */
async function soak(
  receiver: RunningReceiver,
  shot: Shot,
): Promise<[number, number, number]> {
  const begin = performance.now();
  const length = minutes * 60_000;
  const end = begin + length;
  function* shots() {
    while (performance.now() < end) yield shot;
  }
  const load = burst(receiver.url, shots(), connections);
  const most: [number, number, number] = [0, 0, 0];
  while (performance.now() < end) {
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    const third = Math.min(2, Math.floor((performance.now() - begin) / length * 3));
    most[third] = Math.max(most[third]!, await memory(receiver));
  }
  await load;
  return most;
}

function memory(receiver: RunningReceiver): Promise<number> {
  return receiver.metric("process_resident_memory_bytes");
}

function ms(value: number): string {
  return `${value.toFixed(0)} ms`;
}
