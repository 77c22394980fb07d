import { Kubeapps } from "../cluster/support/kubeapps/kubeapps.ts";
import { MS, type Row, written } from "./row.ts";
import type { Bench, Section } from "./section.ts";

const ROUNDS = 15;

export const waitForOne: Section = { title: "refresh NAME --wait", run };

interface Job {
  readonly metadata: { readonly uid: string };
  readonly status?: { readonly conditions?: readonly { readonly type: string }[] };
}

/** How long after the end of a Job is seen by a watch of our own the plugin says so. */
async function run({ cluster, programs }: Bench): Promise<Row[]> {
  await using kubeapps = await Kubeapps.start(cluster);
  const team = await cluster.namespace("bench");
  await kubeapps.createRepository(team, "my-repo", { run: "500ms" });
  const where = ["-n", team, "--kubeapps-namespace", kubeapps.namespace];
  const env = { KUBECONFIG: cluster.adminKubeconfig, HOME: cluster.folder };
  const watching = new AbortController();
  const ends = new Map<string, number>();
  const watched = watch();
  const values: number[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    const known = ends.size;
    const saidAt = await untilSaid(
      [programs.plugin, "refresh", "my-repo", "--wait", ...where],
      env,
    );
    while (ends.size === known) await new Promise((resolve) => setTimeout(resolve, 5));
    if (round > 0) values.push(saidAt - [...ends.values()].at(-1)!);
  }
  watching.abort();
  await watched;
  return [{
    what: "`refresh --wait`, after the Job's end",
    measured: written({ name: "refresh --wait", values }, { ...MS, bracket: "largest" }),
    bar: "at most 100 ms",
  }];

  async function watch(): Promise<void> {
    using api = cluster.api();
    const path = `/apis/batch/v1/namespaces/${kubeapps.namespace}/jobs?watch=1`;
    try {
      for await (const { object: { metadata, status } } of api.watch<Job>(path, watching.signal)) {
        const isOver = status?.conditions?.some(({ type }) => type === "Complete");
        if (isOver && !ends.has(metadata.uid)) ends.set(metadata.uid, performance.now());
      }
    } catch (error) {
      if (!watching.signal.aborted) throw error;
    }
  }
}

/** @returns when it said that the sync is over */
async function untilSaid(
  [command = "", ...args]: readonly string[],
  env: Record<string, string>,
): Promise<number> {
  const child = new Deno.Command(command, {
    args,
    env,
    stdin: "null",
    stdout: "piped",
    stderr: "null",
  }).spawn();
  let saidAt: number | undefined;
  for await (const text of child.stdout.pipeThrough(new TextDecoderStream())) {
    if (/ (synced|unchanged) /.test(text)) saidAt ??= performance.now();
  }
  await child.status;
  if (saidAt === undefined) throw new Error("refresh --wait did not see the sync's end");
  return saidAt;
}
