import { load } from "js-yaml";
import { dirname } from "node:path";
import { interleave } from "./interleave.ts";
import { compare, MB, MS, type Row } from "./row.ts";
import type { Bench, Section } from "./section.ts";
import { user } from "./user.ts";

const ROUNDS = 40;

export const refreshOne: Section = { title: "refresh NAME", run };

async function run({ cluster, programs }: Bench): Promise<Row[]> {
  const namespace = await cluster.namespace("bench");
  await cluster.createRepository(namespace, "my-repo");
  const path = `${dirname(programs.plugin)}:${Deno.env.get("PATH")}`;
  const env = { ...await user(cluster, namespace), PATH: path };
  const arguments_ = ["refresh", "my-repo"];
  const get = ["kubectl", "get", "apprepository", "my-repo", "-o", "json"];
  const { own, bare, plugin, both, alone, empty } = await interleave(
    {
      own: { name: "refresh", commands: () => [[programs.plugin, ...arguments_]], env },
      bare: {
        name: "bare program",
        commands: () => [[programs.bare]],
        env: await bareEnvironment(env.KUBECONFIG, namespace),
      },
      plugin: {
        name: "kubectl apprepo",
        commands: () => [["kubectl", "apprepo", ...arguments_]],
        env,
      },
      both: { name: "kubectl get + patch", commands: (round) => [get, patch(round)], env },
      alone: { name: "kubectl get", commands: () => [get], env },
      empty: { name: "empty program", commands: () => [[programs.empty]] },
    },
    ROUNDS,
    programs.measure,
  );
  return [
    compare("`refresh`, time", MS, own.time, bare.time, "at most 1.10"),
    compare("`refresh`, time", MS, own.time, both.time, "at most 0.45"),
    compare("`refresh`, time", MS, own.time, alone.time, "under 1"),
    compare("`refresh`, time", MS, own.time, empty.time),
    compare("`refresh` called by kubectl, time", MS, plugin.time, both.time),
    compare("`refresh`, memory", MB, own.memory, alone.memory, "at most 60 MB"),
    compare("`refresh`, memory", MB, own.memory, empty.memory),
  ];
}

/** What bare.ts reads: where the repository is, whom to trust, and the token. */
async function bareEnvironment(kubeconfig: string, namespace: string): Promise<{ BARE: string }> {
  const { clusters: [{ cluster }], users: [{ user }] } = load(
    await Deno.readTextFile(kubeconfig),
  ) as Kubeconfig;
  const { pathname } = new URL(cluster.server);
  const path = `apis/kubeapps.com/v1alpha1/namespaces/${namespace}/apprepositories/my-repo`;
  const url = new URL(`${pathname.replace(/\/$/, "")}/${path}`, cluster.server).href;
  const ca = atob(cluster["certificate-authority-data"]);
  return { BARE: JSON.stringify({ url, ca, token: user.token }) };
}

interface Kubeconfig {
  readonly clusters: readonly [
    {
      readonly cluster: { readonly server: string; readonly "certificate-authority-data": string };
    },
  ];
  readonly users: readonly [{ readonly user: { readonly token: string } }];
}

/** Each round another value, or the API server would have nothing to store. */
function patch(round: number): string[] {
  const change = JSON.stringify({ spec: { resyncRequests: 1_000_000 + round } });
  return ["kubectl", "patch", "apprepository", "my-repo", "--type=merge", "--patch", change];
}
