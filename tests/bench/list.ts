import type { TestCluster } from "../cluster/support/test_cluster.ts";
import { interleave } from "./interleave.ts";
import { compare, MB, MS, type Row } from "./row.ts";
import type { Bench, Section } from "./section.ts";

const REPOSITORIES = 10_000;
const NAMESPACES = 20;
const ROUNDS = 7;
const CONCURRENCY = 32;

export const listAll: Section = {
  title: `list -A, ${REPOSITORIES} repositories and as many Jobs`,
  run,
};

async function run({ cluster, programs }: Bench): Promise<Row[]> {
  const kubeapps = await fill(cluster);
  const env = { KUBECONFIG: cluster.adminKubeconfig, HOME: cluster.folder };
  const own = [programs.plugin, "list", "-A", "--kubeapps-namespace", kubeapps];
  const get = ["kubectl", "get", "apprepositories,jobs", "-A"];
  const measured = await interleave(
    {
      own: { name: "list -A", commands: () => [own], env },
      get: { name: "kubectl get apprepositories,jobs -A", commands: () => [get], env },
    },
    ROUNDS,
    programs.measure,
  );
  const first: { own: number[]; get: number[] } = { own: [], get: [] };
  for (let round = 0; round < ROUNDS; round++) {
    first.own.push(await untilOutput(own, env));
    first.get.push(await untilOutput(get, env));
  }
  return [
    compare("`list -A`, time", MS, measured.own.time, measured.get.time, "at most 1"),
    compare("`list -A`, memory", MB, measured.own.memory, measured.get.memory, "at most 0.5"),
    compare(
      "`list -A`, first rows",
      MS,
      { name: "list -A", values: first.own },
      { name: "kubectl get", values: first.get },
      "at most 300 ms",
    ),
  ];
}

/** Milliseconds until the first of its output. */
async function untilOutput(
  [command = "", ...args]: readonly string[],
  env: Record<string, string>,
): Promise<number> {
  const began = performance.now();
  const child = new Deno.Command(command, { args, env, stdout: "piped", stdin: "null" }).spawn();
  const reader = child.stdout.getReader();
  await reader.read();
  const took = performance.now() - began;
  while (!(await reader.read()).done);
  await child.status;
  return took;
}

/** @returns the namespace of the Jobs */
async function fill(cluster: TestCluster): Promise<string> {
  const kubeapps = await cluster.namespace("bench-kubeapps");
  const namespaces = await Promise.all(
    Array.from({ length: NAMESPACES }, () => cluster.namespace("bench-team")),
  );
  using api = cluster.api();
  const jobs = `/apis/batch/v1/namespaces/${kubeapps}/jobs`;
  const names = Array.from({ length: REPOSITORIES }, (_, at) => ({
    namespace: namespaces[at % NAMESPACES]!,
    name: `repo-${String(at).padStart(5, "0")}`,
  })).values();
  const workers = Array.from({ length: CONCURRENCY }, async () => {
    for (const { namespace, name } of names) {
      await cluster.createRepository(namespace, name);
      await api.create(jobs, job(namespace, name, kubeapps));
    }
  });
  await Promise.all(workers);
  return kubeapps;
}

/** As Kubeapps makes them, but that no controller makes Pods for it. */
function job(namespace: string, name: string, kubeapps: string): unknown {
  const labels = {
    "apprepositories.kubeapps.com/repo-name": name,
    "apprepositories.kubeapps.com/repo-namespace": namespace,
  };
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { generateName: `apprepo-${namespace}-sync-${name}-`, labels },
    spec: {
      managedBy: "example.com/nobody",
      ttlSecondsAfterFinished: 3_600,
      template: {
        metadata: { labels },
        spec: {
          restartPolicy: "OnFailure",
          containers: [{
            name: "sync",
            image: "docker.io/kubeapps/asset-syncer:v2.12.1",
            command: ["/asset-syncer"],
            args: [
              "sync",
              "--database-url=kubeapps-postgresql:5432",
              "--database-user=postgres",
              "--database-name=assets",
              "--user-agent-comment=kubeapps/v2.12.1",
              `--global-repos-namespace=${kubeapps}`,
              `--namespace=${namespace}`,
              name,
              `https://charts.example.com/${name}`,
              "helm",
            ],
            env: [{
              name: "DB_PASSWORD",
              valueFrom: {
                secretKeyRef: { key: "postgres-password", name: "kubeapps-postgresql" },
              },
            }],
          }],
        },
      },
    },
  };
}
