import { Kubeapps } from "../cluster/support/kubeapps/kubeapps.ts";
import { interleave } from "./interleave.ts";
import { compare, MB, MS, type Row } from "./row.ts";
import type { Bench, Section } from "./section.ts";

const ROUNDS = 20;

export const statusOfOne: Section = { title: "status NAME", run };

async function run({ cluster, programs }: Bench): Promise<Row[]> {
  await using kubeapps = await Kubeapps.start(cluster);
  const team = await cluster.namespace("bench");
  await kubeapps.createRepository(team, "my-repo");
  const where = ["-n", team, "--kubeapps-namespace", kubeapps.namespace];
  const env = { KUBECONFIG: cluster.adminKubeconfig, HOME: cluster.folder };
  // Until its first sync has ended: an exit code of 1 would not be measured.
  const wait = [...where, "--until=synced", "--timeout=60s"];
  await new Deno.Command(programs.plugin, { args: ["status", "my-repo", ...wait], env }).output();
  const own = [programs.plugin, "status", "my-repo", ...where];
  const describe = ["kubectl", "describe", "apprepository", "my-repo", "-n", team];
  const measured = await interleave(
    {
      own: { name: "status", commands: () => [own], env },
      describe: { name: "kubectl describe", commands: () => [describe], env },
    },
    ROUNDS,
    programs.measure,
  );
  return [
    compare("`status`, time", MS, measured.own.time, measured.describe.time, "at most 1.5"),
    compare("`status`, memory", MB, measured.own.memory, measured.describe.memory),
  ];
}
