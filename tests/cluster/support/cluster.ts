// One cluster for all tests of a run.

import type { ClusterDescription } from "../../../testcluster/description.ts";
import { TestCluster } from "./test_cluster.ts";

const MAIN = new URL("../../../testcluster/main.ts", import.meta.url).href;

/**
 * Joins the cluster that the file named by APPREPO_TESTCLUSTER describes; without that variable
 * starts one, which ends with this process. Call it at the top of a test file, outside the tests:
 * a process started inside a test counts as leaked.
 */
export async function testCluster(): Promise<TestCluster> {
  const path = Deno.env.get("APPREPO_TESTCLUSTER");
  const text = path ? await Deno.readTextFile(path) : await start();
  return await TestCluster.join(JSON.parse(text) as ClusterDescription);
}

async function start(): Promise<string> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "--allow-all", MAIN],
    stdin: "piped", // nobody writes to it: it closes when this process ends, and the cluster with it
    stdout: "piped",
  }).spawn();
  child.unref();
  const reader = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  while (!text.includes("\n")) {
    const { value, done } = await reader.read();
    if (done) throw new Error("testcluster/main.ts ended before it was ready");
    text += value;
  }
  return text;
}
