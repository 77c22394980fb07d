import { interleave } from "./interleave.ts";
import { compare, MB, PER_SECOND, type Row, type Series } from "./row.ts";
import type { Bench, Section } from "./section.ts";
import { user } from "./user.ts";

const REPOSITORIES = 1_000;
const CONCURRENCY = "8";
const ROUNDS = 7;

export const refreshAll: Section = { title: `refresh --all, ${REPOSITORIES} repositories`, run };

async function run({ cluster, programs }: Bench): Promise<Row[]> {
  const namespace = await cluster.namespace("bench");
  await cluster.createRepositories(namespace, REPOSITORIES);
  const env = await user(cluster, namespace);
  const own = [programs.plugin, "refresh", "--all", "--concurrency", CONCURRENCY];
  const loop = [
    programs.clientGoLoop,
    `-kubeconfig=${env.KUBECONFIG}`,
    `-namespace=${namespace}`,
    `-concurrency=${CONCURRENCY}`,
  ];
  const measured = await interleave(
    {
      own: { name: "refresh --all", commands: () => [own], env },
      loop: { name: "client-go loop", commands: () => [loop], env },
    },
    ROUNDS,
    programs.measure,
  );
  const [ownRate, loopRate] = [rate(measured.own.time), rate(measured.loop.time)];
  return [
    compare("`refresh --all`, repositories", PER_SECOND, ownRate, loopRate, "at least 1.2"),
    compare("`refresh --all`, memory", MB, measured.own.memory, measured.loop.memory),
  ];
}

/** Starting and ending the program included. */
function rate({ name, values }: Series): Series {
  return { name, values: values.map((ms) => REPOSITORIES / (ms / 1_000)) };
}
