// `logs -f`: from before there is a sync to its end, whatever happens on the way.

import assert from "node:assert/strict";
import { testCluster } from "../support/cluster.ts";
import { Kubelet } from "../support/kubelet/kubelet.ts";
import { createSyncJob, podOf } from "../support/kubelet/sync_job.ts";
import { Following } from "./following.ts";

const cluster = await testCluster();
const leaky = { sanitizeOps: false, sanitizeResources: false };

async function world(name = "one") {
  const [kubeapps, team] = [await cluster.namespace("apps"), await cluster.namespace("team")];
  await cluster.createRepository(team, name);
  const key = { namespace: team, name };
  const words = ["logs", name, "-n", team, "-f", "--kubeapps-namespace", kubeapps];
  return { kubeapps, key, words, kubelet: await Kubelet.start(cluster) };
}

/** A Job of the repository's is there, and its Pod is the node's. */
async function syncing() {
  const there = await world();
  const { kubeapps, key, kubelet } = there;
  const job = await createSyncJob(cluster, kubeapps, key);
  const pod = await podOf(cluster, job);
  await kubelet.take(kubeapps, pod);
  return { ...there, job, pod };
}

function test(name: string, fn: () => Promise<void>): void {
  Deno.test({ name, ...leaky, fn });
}

test("logs -f waits for the Job and its Pod, and follows to the end", async () => {
  const { kubeapps, key, words, kubelet: started } = await world();
  await using kubelet = started;
  const following = new Following(cluster, words);
  await following.untilStderr(/^Waiting for a sync of apprepository.kubeapps.com\/one \.\.\.\n/);
  const job = await createSyncJob(cluster, kubeapps, key);
  await following.untilStderr(new RegExp(`\nWaiting for the Pod of Job ${kubeapps}/${job.job} `));
  const pod = await podOf(cluster, job);
  await kubelet.take(kubeapps, pod);
  const printed = await kubelet.run(kubeapps, pod);
  printed.print("first");
  await following.untilStdout(/^first\n$/);
  printed.print("get https://u:s3cret@h failed\x1b[31m");
  await following.untilStdout(/^first\nget https:\/\/u:\*\*\*@h failed\^\[\[31m\n$/);
  printed.print("last");
  await kubelet.exit(kubeapps, pod, 0);
  const { code, stdout, stderr } = await following.ended();
  assert.equal(code, 0, stderr);
  assert.match(stdout, /^first\n.*\nlast\n$/);
  assert.equal(stderr.split("\n").length, 3, stderr);
});

test("logs -f follows through restarts, and says why nothing comes between them", async () => {
  const { kubeapps, words, pod, kubelet: started } = await syncing();
  await using kubelet = started;
  const following = new Following(cluster, words);
  for (const at of [0, 1, 2]) {
    const printed = await kubelet.run(kubeapps, pod);
    for (const line of ["a", "b", "c"]) printed.print(`${at}${line}`);
    if (at === 0) await following.untilStdout(/0c/);
    await kubelet.exit(kubeapps, pod, at === 2 ? 0 : 1);
    if (at === 0) await following.untilStderr(/CrashLoopBackOff: back-off restarting/);
  }
  const { code, stdout, stderr } = await following.ended();
  assert.equal(code, 0, stderr);
  assert.equal(stdout, ["0a", "0b", "0c", "1a", "1b", "1c", "2a", "2b", "2c", ""].join("\n"));
});

test("logs -f takes what a container printed that ended before anybody looked", async () => {
  const { kubeapps, words, pod, kubelet: started } = await syncing();
  await using kubelet = started;
  const following = new Following(cluster, words);
  const first = await kubelet.run(kubeapps, pod);
  first.print("first");
  await following.untilStdout(/first/);
  kubelet.cut();
  first.print("died with this");
  // It is said to have ended only together with the next start.
  const second = await kubelet.run(kubeapps, pod);
  second.print("second");
  await kubelet.exit(kubeapps, pod, 0);
  first.end();
  const { stdout } = await following.ended();
  assert.equal(stdout, "first\ndied with this\nsecond\n");
});

test("logs -f prints no line twice and loses none where its connection is cut", async () => {
  const { kubeapps, words, pod, kubelet: started } = await syncing();
  await using kubelet = started;
  const following = new Following(cluster, words);
  const printed = await kubelet.run(kubeapps, pod);
  const expected: string[] = [];
  function print(text: string, time?: string): void {
    expected.push(text);
    printed.print(text, time);
  }
  for (let at = 0; at < 4; at++) {
    const second = new Date().toISOString().slice(0, 19);
    // Of one time, and of one time and one text.
    for (const text of ["x", "x", `${at}`]) print(text, `${second}.999999999Z`);
    await following.untilStdout(new RegExp(`^${at}$`, "m"));
    kubelet.cut();
    print(`${at} while nobody listened`, `${second}.999999999Z`);
    await new Promise((resolve) => setTimeout(resolve, 1_100));
  }
  await kubelet.exit(kubeapps, pod, 0);
  const { code, stdout, stderr } = await following.ended();
  assert.equal(code, 0, stderr);
  assert.deepEqual(stdout.trimEnd().split("\n"), expected);
});

test("logs -f --tail leaves out what is old, and nothing that comes", async () => {
  const { kubeapps, words, pod, kubelet: started } = await syncing();
  await using kubelet = started;
  const printed = await kubelet.run(kubeapps, pod);
  for (const text of ["a", "b", "c"]) printed.print(text);
  const following = new Following(cluster, [...words, "--tail=1", "--timestamps"]);
  await following.untilStdout(/c\n/);
  for (const text of ["d", "e"]) printed.print(text);
  await following.untilStdout(/e\n/);
  await kubelet.exit(kubeapps, pod, 1);
  const again = await kubelet.run(kubeapps, pod);
  for (const text of ["f", "g"]) again.print(text);
  await kubelet.exit(kubeapps, pod, 0);
  const { stdout } = await following.ended();
  const time = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{9}Z";
  const lines = ["c", "d", "e", "f", "g"].map((text) => `${time} ${text}\n`);
  assert.match(stdout, new RegExp(`^${lines.join("")}$`));
});

test("logs -f ends in an error where the Job is deleted before its end", async () => {
  const { kubeapps, words, job, pod, kubelet: started } = await syncing();
  await using kubelet = started;
  const printed = await kubelet.run(kubeapps, pod);
  printed.print("first");
  const following = new Following(cluster, words);
  await following.untilStdout(/first/);
  using api = cluster.api();
  await api.delete(
    `/apis/batch/v1/namespaces/${kubeapps}/jobs/${job.job}?propagationPolicy=Background`,
  );
  printed.end();
  const { code, stderr } = await following.ended();
  assert.equal(code, 1);
  assert.equal(stderr, `error: Job ${kubeapps}/${job.job} was deleted before its end\n`);
});

test("logs -f ends at Ctrl-C with 130", async () => {
  const { words, kubelet: started } = await world();
  await using _kubelet = started;
  const following = new Following(cluster, words);
  await following.untilStderr(/^Waiting/);
  following.stop();
  assert.equal((await following.ended()).code, 130);
});
