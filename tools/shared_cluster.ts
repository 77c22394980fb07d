/** A control plane as a process of its own, which ends with ours. */

import { dirname } from "node:path";
import type { ClusterDescription } from "../testcluster/description.ts";

export interface SharedCluster {
  readonly description: ClusterDescription;
  /** What tests read to find it, named by APPREPO_TESTCLUSTER. */
  readonly descriptionFile: string;
  stop(): Promise<void>;
}

const program = new URL("../testcluster/main.ts", import.meta.url).pathname;

/** @throws {Error} where it ends before it is ready; the reason is on stderr by then */
export async function startSharedCluster(): Promise<SharedCluster> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "--allow-all", "--no-check", program],
    // Nobody writes to it: it closes when this process ends, and the cluster with it.
    stdin: "piped",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  const line = await firstLine(child.stdout);
  if (line === undefined) throw new Error("the local control plane did not start");
  const description: ClusterDescription = JSON.parse(line);
  const descriptionFile = `${dirname(description.kubeconfig)}/description.json`;
  await Deno.writeTextFile(descriptionFile, line);
  return {
    description,
    descriptionFile,
    async stop() {
      await child.stdin.close();
      await child.status;
    },
  };
}

async function firstLine(stream: ReadableStream<Uint8Array>): Promise<string | undefined> {
  let text = "";
  const reader = stream.pipeThrough(new TextDecoderStream()).getReader();
  while (!text.includes("\n")) {
    const { value, done } = await reader.read();
    if (done) return undefined;
    text += value;
  }
  return text.slice(0, text.indexOf("\n"));
}

/** One that outlives us, until somebody sends SIGTERM to its process. */
export async function startKeptCluster(): Promise<ClusterDescription> {
  const folder = await Deno.makeTempDir({ prefix: "kubectl-apprepo-" });
  const [output, log] = [`${folder}/description.json`, `${folder}/log`];
  // A shell's background job ignores Ctrl-C and is left alone when the shell has ended.
  const line = `nohup "$0" run --allow-all --no-check "$1" --stay >"$2" 2>"$3" </dev/null &`;
  await new Deno.Command("sh", { args: ["-c", line, Deno.execPath(), program, output, log] })
    .output();
  for (let tries = 0; tries < 1_200; tries++) {
    const text = await Deno.readTextFile(output);
    if (text.includes("\n")) return JSON.parse(text);
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  throw new Error(`the local control plane did not start; ${log} says why`);
}
