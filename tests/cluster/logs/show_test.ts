// `logs` of syncs that have ended, or have yet to start: what is printed, and why where nothing is.

import assert from "node:assert/strict";
import { testCluster } from "../support/cluster.ts";
import { allowNoPods } from "../support/no_pods.ts";
import { Kubeapps, type KubeappsOptions, type Sync } from "../support/kubeapps/kubeapps.ts";
import { runCommand } from "../webhook/command.ts";

const cluster = await testCluster();

function test(name: string, fn: () => Promise<void>): void {
  Deno.test({ name, sanitizeOps: false, sanitizeResources: false, fn });
}

async function world(sync: Sync, options: KubeappsOptions = {}) {
  const kubeapps = await Kubeapps.start(cluster, options);
  const team = await cluster.namespace("team");
  await kubeapps.createRepository(team, "one", sync);
  const words = (...more: string[]) => ["logs", "one", "-n", team, ...more];
  const env = { KUBECONFIG: cluster.adminKubeconfig };
  return {
    kubeapps,
    team,
    logs: (...more: string[]) =>
      runCommand([...words("--kubeapps-namespace", kubeapps.namespace), ...more], { env }),
    until: (expected: RegExp, what = "jobs") => until(kubeapps.namespace, what, expected),
    [Symbol.asyncDispose]: () => kubeapps[Symbol.asyncDispose](),
  };
}

async function until(namespace: string, what: string, expected: RegExp): Promise<string> {
  let stdout = "";
  for (const deadline = Date.now() + 60_000; Date.now() < deadline;) {
    ({ stdout } = await cluster.kubectl([
      "get",
      ...what.split(" "),
      "-n",
      namespace,
      "--no-headers",
    ]));
    if (expected.test(stdout)) return stdout;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  assert.fail(`${what} are ${stdout}, not ${expected}`);
}

test("logs prints the log of the newest sync, however the repository is named", async () => {
  await using it = await world({ log: ["first"] });
  await it.until(/Complete/);
  await it.kubeapps.changeSync(it.team, "one", { log: ["a", "b", "c"] });
  await new Promise((resolve) => setTimeout(resolve, 1_100));
  const env = { KUBECONFIG: cluster.adminKubeconfig };
  await runCommand(["refresh", "one", "-n", it.team], { env });
  await it.until(/(Complete[^]*){2}/);
  assert.deepEqual(await it.logs(), { code: 0, stdout: "a\nb\nc\n", stderr: "" });
  assert.deepEqual(await it.logs("--tail=2"), { code: 0, stdout: "b\nc\n", stderr: "" });
  assert.deepEqual(await it.logs("--tail=0"), { code: 0, stdout: "", stderr: "" });
  assert.deepEqual((await it.logs("--since=1h")).stdout, "a\nb\nc\n");
  assert.deepEqual(await it.logs("-f"), { code: 0, stdout: "a\nb\nc\n", stderr: "" });
  const timed = await it.logs("--timestamps", "--tail=1");
  assert.match(timed.stdout, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z c\n$/);
  const { namespace } = it.kubeapps;
  for (const named of [["apprepo/one"], ["apprepositories.kubeapps.com", "one"]]) {
    const words = ["logs", ...named, "-n", it.team, "--kubeapps-namespace", namespace];
    assert.equal((await runCommand(words, { env })).stdout, "a\nb\nc\n");
  }
  const all = await it.logs("--all-runs");
  const header = `==> apprepo-${it.team}-sync-one-\\w{5} \\(completed, \\d+s ago\\) <==\n`;
  assert.match(all.stdout, new RegExp(`^${header}first\n\n${header}a\nb\nc\n$`));
  const first = /==> (\S+) /.exec(all.stdout)![1]!;
  assert.equal((await it.logs("--job", first)).stdout, "first\n");
  const other = await it.logs("--job", "nothing");
  assert.deepEqual([other.code, other.stdout], [1, ""]);
  assert.equal(
    other.stderr,
    `error: there is no sync of apprepository.kubeapps.com/one with Job "nothing": Kubernetes removes a sync's Job an hour after its end\nTo see those that are left: kubectl apprepo logs one -n ${it.team} --all-runs\n`,
  );
});

test("logs looks into every Kubeapps of the cluster", async () => {
  await using it = await world({ log: ["found"] });
  await using _other = await Kubeapps.start(cluster);
  await it.until(/Complete/);
  const env = { KUBECONFIG: cluster.adminKubeconfig };
  const result = await runCommand(["logs", "one", "-n", it.team], { env });
  assert.deepEqual(result, { code: 0, stdout: "found\n", stderr: "" });
});

test("logs finds Jobs without labels of their own", async () => {
  await using it = await world({ log: ["found"] }, { customAnnotations: true });
  await it.until(/Complete/);
  assert.equal((await it.logs()).stdout, "found\n");
});

test("logs of a sync that failed, in a Pod for each try", async () => {
  await using it = await world({ outcome: "fail", log: ["no"] }, { backoffLimit: 0 });
  await it.until(/Failed/);
  assert.deepEqual(await it.logs(), { code: 0, stdout: "no\n", stderr: "" });
  const { stdout } = await it.logs("--all-runs");
  assert.match(stdout, /^==> \S+ \(failed, \d+s ago\) <==\nno\n$/);
});

test("logs of a crash loop: the try before, and what is left when it is over", async () => {
  await using it = await world({ outcome: "crash", log: ["crashed"], backoff: "8s" }, {
    backoffLimit: 2,
  });
  const none = await it.logs("--previous");
  await it.until(/ 1 \(/, "pods -l job-name");
  const { stdout, stderr } = await it.logs();
  assert.equal(stdout, "crashed\n");
  assert.match(
    stderr,
    /^This sync was restarted (once|2 times): --previous shows the try before\.\n$/,
  );
  assert.deepEqual(await it.logs("--previous"), { code: 0, stdout: "crashed\n", stderr: "" });
  await it.until(/Failed/);
  await it.until(/^$/, "pods -l job-name");
  const gone = await it.logs();
  assert.deepEqual([gone.code, gone.stdout], [1, ""]);
  assert.match(
    gone.stderr,
    new RegExp(
      `^error: the log of Job ${it.kubeapps.namespace}/apprepo-\\S+ is gone: its Pod was deleted at the end of a crash loop \\(BackoffLimitExceeded: Job has reached the specified backoff limit\\)\nTo sync it now and see how that goes: kubectl apprepo refresh one -n ${it.team} --wait\n$`,
    ),
  );
  assert.equal((await it.logs("-f")).stderr, gone.stderr);
  assert.equal((await it.logs("--all-runs")).stderr, gone.stderr);
  assert.equal(none.stdout, "");
});

test("logs of a Job whose time was up", async () => {
  const kubeapps = await Kubeapps.start(cluster);
  await using _kubeapps = kubeapps;
  const team = await cluster.namespace("team");
  await kubeapps.createRepository(team, "one", { outcome: "hang" }, { activeDeadlineSeconds: 1 });
  await until(kubeapps.namespace, "jobs", /Failed/);
  await until(kubeapps.namespace, "pods -l job-name", /^$/);
  const words = ["logs", "one", "-n", team, "--kubeapps-namespace", kubeapps.namespace];
  const { code, stderr } = await runCommand(words, {
    env: { KUBECONFIG: cluster.adminKubeconfig },
  });
  assert.equal(code, 1);
  assert.match(stderr, /is gone: its Pod was deleted when its time was up \(DeadlineExceeded: /);
});

test("logs of a Pod that was deleted after a good end", async () => {
  await using it = await world({ log: ["x"] });
  await it.until(/Complete/);
  await cluster.kubectl(["delete", "pods", "--all", "-n", it.kubeapps.namespace]);
  const { code, stderr } = await it.logs();
  assert.equal(code, 1);
  assert.match(stderr, /is gone: its Pod was deleted\nTo sync it now/);
});

test("logs of an image that is not to be had", async () => {
  await using it = await world({ outcome: "image" });
  await it.until(/ImagePullBackOff/, "pods -l job-name");
  const { code, stdout, stderr } = await it.logs();
  assert.deepEqual([code, stdout], [1, ""]);
  assert.match(
    stderr,
    /^error: the Pod of Job \S+ has not started: ImagePullBackOff: Back-off pulling image "docker.io\/kubeapps\/asset-syncer:v2.12.1": not found\nTo wait for it: kubectl apprepo logs one -n \S+ -f\n$/,
  );
});

test("logs where a quota keeps Pods away", async () => {
  const kubeapps = await Kubeapps.start(cluster);
  await using _kubeapps = kubeapps;
  const { namespace } = kubeapps;
  await allowNoPods(cluster, namespace);
  const team = await cluster.namespace("team");
  await kubeapps.createRepository(team, "one");
  await until(namespace, "events", /FailedCreate .*-sync-one-.*exceeded quota/);
  const words = ["logs", "one", "-n", team, "--kubeapps-namespace", namespace];
  const { code, stderr } = await runCommand(words, {
    env: { KUBECONFIG: cluster.adminKubeconfig },
  });
  assert.equal(code, 1);
  assert.match(
    stderr,
    /^error: Job \S+ has no Pod: FailedCreate: .*exceeded quota.*\nTo wait for it: kubectl apprepo logs one -n \S+ -f\n$/,
  );
});

test("logs of what there is none of", async () => {
  const team = await cluster.namespace("team");
  await cluster.createRepository(team, "never");
  const long = "l".repeat(64);
  await cluster.createRepository(team, long);
  const apps = await cluster.namespace("apps");
  const env = { KUBECONFIG: cluster.adminKubeconfig };
  const logs = (...words: string[]) =>
    runCommand(["logs", ...words, "-n", team, "--kubeapps-namespace", apps], { env });
  assert.deepEqual(await logs("never"), {
    code: 1,
    stdout: "",
    stderr:
      `error: there is no sync of apprepository.kubeapps.com/never to show the log of: Kubernetes removes a sync's Job an hour after its end\nTo sync it now and see how that goes: kubectl apprepo refresh never -n ${team} --wait\n`,
  });
  for (const more of [[], ["-f"]]) {
    const missing = await logs("missing", ...more);
    assert.equal(missing.code, 1);
    assert.match(
      missing.stderr,
      /^Error from server \(NotFound\): apprepositories.kubeapps.com "missing" not found\nKubeapps' package repositories of Flux /,
    );
    assert.match((await logs(long, ...more)).stderr, /its name has over 63 characters/);
  }
});
