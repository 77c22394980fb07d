// What a refresh does when somebody stops it, or takes its streams away.

import assert from "node:assert/strict";
import { testCluster } from "../cluster/support/cluster.ts";
import { run } from "../cluster/support/run.ts";
import { FaultProxy } from "./faults/fault_proxy.ts";
import { always } from "./faults/faults.ts";
import { countsOf, said } from "./support/account.ts";
import { apprepo, binary } from "./support/apprepo.ts";
import { Running } from "./support/running.ts";

const cluster = await testCluster();
const admin = cluster.adminKubeconfig;
const terminal = new URL("support/terminal.py", import.meta.url).pathname;
const leaky = { sanitizeOps: false, sanitizeResources: false };

async function namespaceOf(count: number): Promise<string> {
  const namespace = await cluster.namespace("interrupt");
  await cluster.createRepositories(namespace, count);
  return namespace;
}

/** Runs a shell script, in which $0 is the program and $1 the namespace. */
function shell(script: string, namespace: string) {
  return run("sh", ["-c", script, binary, namespace], { env: { KUBECONFIG: admin } });
}

function sum(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((total, count) => total + count, 0);
}

for (const [signal, code] of [["SIGINT", 130], ["SIGTERM", 143]] as const) {
  Deno.test(`refresh --all stops at ${signal} and says what was done and what was not`, async () => {
    const many = 1_000;
    const namespace = await namespaceOf(many);
    const running = new Running(["refresh", "--all", `-n=${namespace}`], admin);
    await running.untilLines(100);
    running.kill(signal);
    const ended = await running.ended();
    assert.deepEqual([ended.code, ended.signal], [code, null], ended.stderr);
    const counts = await countsOf(cluster, namespace);
    const { refreshed } = said(ended);
    assert(refreshed.length >= 100 && refreshed.length < many, `${refreshed.length} refreshed`);
    for (const name of refreshed) assert.equal(counts[name], 1, name);
    const match =
      /^Interrupted: (\d+) refreshed(?:; it is not known whether these were refreshed: ([^;]*))?; not refreshed: (.*?)(?: and (\d+) more)?(?: and what was not yet listed)?\n$/
        .exec(ended.stderr);
    assert(match, ended.stderr);
    const [, done, unknown = "", untouched = "", more = "0"] = match;
    assert.equal(Number(done), refreshed.length);
    const uncertain = unknown === "" ? [] : unknown.split(", ");
    const beyond = sum(counts) - refreshed.length;
    assert(beyond <= uncertain.length, `${beyond} more were refreshed: ${ended.stderr}`);
    for (const name of untouched.split(", ")) assert.equal(counts[name.split("/")[1]!], 0, name);
    const mentioned = uncertain.length + untouched.split(", ").length + Number(more);
    if (!ended.stderr.includes("not yet listed")) {
      assert.equal(refreshed.length + mentioned, many);
    }
  });
}

/** Stops the program while its PUT, which was done, is not answered. */
async function stopDuringPut(signals: readonly Deno.Signal[]) {
  const namespace = await namespaceOf(1);
  const serviceAccount = { namespace, name: "refresher" };
  await cluster.grantRole(namespace, { serviceAccount }, [{
    apiGroups: ["kubeapps.com"],
    resources: ["apprepositories"],
    verbs: ["get", "update"],
  }]);
  const kubeconfig = await cluster.kubeconfigFor({ serviceAccount, namespace });
  const forwarded = Promise.withResolvers<void>();
  const released = Promise.withResolvers<void>();
  await using proxy = new FaultProxy(
    cluster,
    always("PUT", async (exchange) => {
      await exchange.forward();
      forwarded.resolve();
      await released.promise;
    }),
  );
  const running = new Running(["refresh", "repo-0000", `--server=${proxy.url}`], kubeconfig);
  await forwarded.promise;
  for (const signal of signals) running.kill(signal);
  const ended = await running.ended();
  released.resolve();
  return { ...ended, counts: await countsOf(cluster, namespace) };
}

Deno.test("refresh says after Ctrl-C that nobody knows what became of a PUT under way", async () => {
  // Its answer comes only when the program has ended.
  const { code, stdout, stderr, counts } = await stopDuringPut(["SIGINT"]);
  assert.deepEqual([code, stdout], [130, ""]);
  assert.equal(
    stderr,
    "Interrupted: 0 refreshed; it is not known whether these were refreshed: apprepository.kubeapps.com/repo-0000\n",
  );
  assert.deepEqual(counts, { "repo-0000": 1 });
});

Deno.test("refresh ends at the second signal without waiting for anything", async () => {
  const { code, stdout, stderr } = await stopDuringPut(["SIGINT", "SIGTERM"]);
  assert.equal(code === 130 || code === 143, true, `code ${code}`);
  // The line above is written once the PUT has had its time; there is none.
  assert.deepEqual([stdout, stderr], ["", ""]);
});

Deno.test("refresh ends quietly where nobody reads its stdout any more", async () => {
  const namespace = await namespaceOf(1_000);
  const script = `{ "$0" refresh --all -n "$1"; echo $? >&3; } 3>&2 | head -n 1`;
  const { stdout, stderr } = await shell(script, namespace);
  assert.match(stdout, /^apprepository\.kubeapps\.com\/repo-\d{4} refreshed\n$/);
  assert.equal(stderr, "141\n");
});

Deno.test({
  name: "refresh ends quietly where nobody reads its stderr any more",
  ...leaky,
  async fn() {
    const namespace = await namespaceOf(1);
    const child = new Deno.Command(binary, {
      args: ["refresh", "missing", "-n", namespace, "-v=6"],
      env: { KUBECONFIG: admin },
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    await child.stderr.cancel();
    const { code, stdout } = await child.output().catch(() =>
      child.status.then(({ code }) => ({
        code,
        stdout: new Uint8Array(),
      }))
    );
    assert.deepEqual([code, stdout.length], [141, 0]);
  },
});

for (const stream of ["0<&-", "1>&-", "2>&-"]) {
  Deno.test(`refresh works with a stream that was closed from the start: ${stream}`, async () => {
    const namespace = await namespaceOf(2);
    const result = await shell(`"$0" refresh --all -n "$1" ${stream}`, namespace);
    assert.equal(result.code, 0, result.stderr);
    assert.deepEqual(await countsOf(cluster, namespace), { "repo-0000": 1, "repo-0001": 1 });
  });
}

Deno.test("refresh -f - with a closed stdin is an error in one line", async () => {
  const { code, stdout, stderr } = await shell(`"$0" refresh -n "$1" -f - 0<&-`, "default");
  assert.deepEqual([code, stdout, stderr], [1, "", "error: no objects passed to refresh\n"]);
});

Deno.test("refresh shows its progress on a terminal, in a line that it takes away", async () => {
  const namespace = await namespaceOf(30);
  const args = [terminal, binary, "refresh", "--all", "-n", namespace];
  const env = { KUBECONFIG: admin, TERM: "xterm", STDOUT: "/dev/null" };
  const { code, stdout } = await run("python3", args, { env });
  assert.equal(code, 0, stdout);
  assert(stdout.includes("\r1 refreshed\x1b[K"), stdout);
  assert(stdout.endsWith("\r\x1b[K30 refreshed\r\n"), stdout);
});

Deno.test("refresh shows no progress in a pipe", async () => {
  const namespace = await namespaceOf(30);
  const { code, stderr } = await apprepo(["refresh", "--all", "-n", namespace], {
    kubeconfig: admin,
  });
  assert.deepEqual([code, stderr], [0, "30 refreshed\n"]);
});
