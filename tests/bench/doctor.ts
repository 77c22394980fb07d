import { Kubeapps } from "../cluster/support/kubeapps/kubeapps.ts";
import { interleave } from "./interleave.ts";
import { compare, MB, MS, type Row } from "./row.ts";
import type { Bench, Section } from "./section.ts";

const REPOSITORIES = 1_000;
const ROUNDS = 7;

export const doctorOfMany: Section = { title: `doctor, ${REPOSITORIES} repositories`, run };

async function run({ cluster, programs }: Bench): Promise<Row[]> {
  await using kubeapps = await Kubeapps.start(cluster, { runs: false });
  const team = await cluster.namespace("bench");
  await cluster.createRepositories(team, REPOSITORIES);
  const env = { KUBECONFIG: cluster.adminKubeconfig, HOME: cluster.folder };
  const where = ["-n", team, "--kubeapps-namespace", kubeapps.namespace];
  const own = [programs.plugin, "doctor", "--fail-on=never", ...where];
  const get = ["kubectl", "get", "apprepositories", "-n", team];
  const { own: doctor, get: listed } = await interleave(
    {
      own: { name: "doctor", commands: () => [own], env },
      get: { name: "kubectl get apprepositories", commands: () => [get], env },
    },
    ROUNDS,
    programs.measure,
  );
  return [
    compare("`doctor`, time", MS, doctor.time, listed.time, "under 1,000 ms"),
    compare("`doctor`, memory", MB, doctor.memory, listed.memory),
  ];
}
