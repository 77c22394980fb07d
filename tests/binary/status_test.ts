// `status` as users have it: everything about a repository and its syncs on one screen.

import assert from "node:assert/strict";
import { testCluster } from "../cluster/support/cluster.ts";
import { canLock } from "../cluster/grant/locks.ts";
import { Kubeapps } from "../cluster/support/kubeapps/kubeapps.ts";
import { apprepo } from "./support/apprepo.ts";
import { eventually } from "./support/eventually.ts";
import { Running } from "./support/running.ts";

const cluster = await testCluster();
const kubeconfig = cluster.adminKubeconfig;
const locks = await canLock(cluster);
const kubeapps = await Kubeapps.start(cluster, { backoffLimit: 0 });
const team = await cluster.namespace("team");
Deno.test.afterAll(() => kubeapps[Symbol.asyncDispose]());

const refused =
  "E1122 22:00:00.1 1 sync.go:174] get request to [https://user:hunter2@charts.example.com/index.yaml] failed due to status [401]";

function test(name: string, fn: () => Promise<void>): void {
  Deno.test({ name, sanitizeOps: false, sanitizeResources: false, fn });
}

const where = ["-n", team, "--kubeapps-namespace", kubeapps.namespace];

function status(args: readonly string[]) {
  return apprepo(["status", ...args, ...where], { kubeconfig });
}

function refresh(name: string) {
  return apprepo(["refresh", name, "--wait", ...where], { kubeconfig });
}

interface Item {
  readonly sync: { readonly result: string };
  readonly [field: string]: unknown;
}

async function documentOf(name: string): Promise<Item> {
  const { stdout } = await status([name, "-o", "json"]);
  return JSON.parse(stdout).items[0];
}

async function untilResult(name: string, result: string): Promise<Item> {
  return await eventually(`${result} of ${name}`, async () => {
    const item = await documentOf(name);
    return item.sync.result === result ? item : undefined;
  });
}

/** A Secret of the team's. */
async function createSecret(name: string, key: string): Promise<void> {
  using api = cluster.api();
  await api.create(`/api/v1/namespaces/${team}/secrets`, {
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name },
    stringData: { [key]: "Bearer swordfish" },
  });
}

test("status shows source, schedule, last success and Events of one that is well", async () => {
  await kubeapps.createRepository(team, "well", {}, {
    url: "https://user:hunter2@charts.example.com",
    description: "Charts of\nthe team",
    interval: "5m",
    tlsInsecureSkipVerify: true,
  });
  await untilResult("well", "completed");
  const { code, stdout, stderr } = await status(["well"]);
  assert.deepEqual([code, stderr], [0, ""]);
  const lines = stdout.split("\n");
  const shown = (name: string) =>
    lines.find((line) => line.startsWith(`${name}:`))?.slice(name.length + 1).trim();
  assert.equal(shown("Name"), "well");
  assert.equal(shown("Namespace"), team);
  assert.equal(shown("URL"), "https://user:***@charts.example.com");
  assert.equal(shown("Description"), "Charts of the team");
  assert.equal(shown("Interval"), "5m");
  assert.equal(shown("TLS Verification"), "skipped");
  assert.equal(shown("Secrets"), "<none>");
  assert.match(
    shown("Schedule") ?? "",
    /^\*\/5 \* \* \* \*, next in \S+ \(\d{4}-\d\d-\d\dT\d\d:\d\d:00Z\)$/,
  );
  assert.match(
    shown("Last Success") ?? "",
    new RegExp(`^\\S+Z \\(\\d+s ago\\), after \\d+s, Job apprepo-${team}-sync-well-\\w+: synced$`),
  );
  assert.equal(shown("Running"), "<none>");
  assert.equal(shown("Last Failure"), undefined);
  assert.match(
    stdout,
    new RegExp(
      `Kubeapps:\n  2\\.12\\.1 in namespace ${kubeapps.namespace}, global in ${kubeapps.namespace}: Deployment \\S+, [01] of 1 ready\n`,
    ),
  );
  assert.match(
    stdout,
    /\n {2}JOB +WHY +STARTED +TOOK +RESULT +MESSAGE\n {2}\S+ +change .* completed /,
  );
  assert.match(stdout, /\n {2}LAST SEEN .*\n(.*\n)*.* SuccessfulCreate +job\/apprepo-/);
});

test("status shows a later failure with its log, and ends with 1", async () => {
  await kubeapps.createRepository(team, "ill", {});
  await untilResult("ill", "completed");
  await kubeapps.changeSync(team, "ill", { outcome: "fail", log: ["first", refused] });
  await refresh("ill");
  const { code, stdout, stderr } = await status(["ill"]);
  assert.deepEqual([code, stderr], [1, ""]);
  assert.match(stdout, /\nLast Success: .*: synced\n/);
  assert.match(
    stdout,
    /\nLast Failure: .* Job \S+: get request to \[https:\/\/user:\*\*\*@charts\.example\.com\/index\.yaml\] failed due to status \[401\]\nIts Log:\n {2}first\n {2}E1122 /,
  );
  assert.doesNotMatch(stdout, /hunter2/);
  const item = await documentOf("ill") as unknown as {
    readonly lastFailure: { readonly message: string; readonly log: string[]; reason: string };
    readonly lastSuccess: { readonly outcome: string };
    readonly syncs: readonly { readonly result: string }[];
  };
  assert.match(item.lastFailure.message, /^get request to .* \[401\]$/);
  assert.equal(item.lastFailure.reason, "BackoffLimitExceeded");
  assert.equal(item.lastFailure.log.length, 2);
  assert.equal(item.lastSuccess.outcome, "synced");
  assert.deepEqual(item.syncs.map(({ result }) => result), ["failed", "completed"]);
  await kubeapps.changeSync(team, "ill", {});
  await refresh("ill");
  const healed = await status(["ill"]);
  assert.equal(healed.code, 0);
  assert.doesNotMatch(healed.stdout, /Last Failure/);
});

test("status of a sync that left charts out ends with 1 and names how many", async () => {
  const log = ['E1122 22:00:00.1 1 x.go:1] There were errors syncing chart "a": [x]'];
  await kubeapps.createRepository(team, "partly", { log });
  await untilResult("partly", "completed");
  const { code, stdout } = await status(["partly"]);
  assert.equal(code, 1);
  assert.match(stdout, /\nLast Success: .*: partly synced \(1 chart failed\)\n/);
});

test("status shows what runs and what it last said", async () => {
  const log = ["one", "Authorization: Bearer swordfish"];
  await kubeapps.createRepository(team, "busy", { outcome: "hang", log });
  await untilResult("busy", "running");
  const shown = await eventually("its log", async () => {
    const { stdout } = await status(["busy"]);
    return /Running: .*Bearer/.test(stdout) ? stdout : undefined;
  });
  assert.match(shown, /\nRunning: +for \d+s, Job \S+: Authorization: Bearer \*\*\*\n/);
  assert.match(shown, /\nLast Success: +<none>\n/);
});

test("status tells which Secrets are there, and nothing of what they hold", async () => {
  await createSecret("there", "header");
  await createSecret("other-key", "other");
  const ref = (name: string, key: string) => ({ secretKeyRef: { name, key } });
  await cluster.createRepository(team, "secrets", {
    auth: { header: ref("there", "header"), customCA: ref("other-key", "ca.crt") },
    dockerRegistrySecrets: ["gone"],
  });
  const { code, stdout, stderr } = await status(["secrets", "-v=9"]);
  assert.equal(code, 0);
  assert.match(
    stdout,
    /Secrets:\n {2}Authorization: {2}Secret there, key header: there\n {2}CA: {13}Secret other-key, key ca\.crt: the key is MISSING\n {2}Registry: {7}Secret gone: MISSING\n/,
  );
  assert.match(stdout, /\nLast Success: +<none>\n/);
  const encoded = btoa("Bearer swordfish");
  assert.ok(!stderr.includes("swordfish") && !stderr.includes(encoded), "a Secret in -v=9");
});

test("status names the ServiceAccounts that may refresh it, and whether they are locked", async () => {
  await cluster.createRepository(team, "granted");
  await cluster.createRepository(team, "not-granted");
  const grant = ["grant", "granted", "-n", team, "--serviceaccount", "sender"];
  const granted = await apprepo(grant, { kubeconfig });
  assert.equal(granted.code, 0, granted.stderr);
  await cluster.grantRole(team, { serviceAccount: { namespace: team, name: "anybody" } }, [{
    apiGroups: ["kubeapps.com"],
    resources: ["apprepositories"],
    verbs: ["*"],
  }]);
  await cluster.grantRole(team, { serviceAccount: { namespace: team, name: "reader" } }, [{
    apiGroups: ["kubeapps.com"],
    resources: ["apprepositories"],
    verbs: ["get", "list"],
  }]);
  const rows = async (name: string) => {
    const { stdout } = await status([name]);
    const section = /\nRefreshed By:\n((?: {2}.*\n)*)/.exec(stdout)?.[1] ?? "";
    const lines = section.trimEnd().split("\n").slice(1).map((line) => line.trim().split(/ {3,}/));
    return lines.map(([account, , locked]) => `${account} ${locked}`);
  };
  const locked = locks ? "yes" : "no";
  const found = await rows("granted");
  assert.ok(found.includes(`${team}/sender ${locked}`), found.join());
  assert.ok(found.includes(`${team}/anybody no`), found.join());
  assert.ok(!found.some((row) => row.includes("reader")), found.join());
  assert.ok(!(await rows("not-granted")).some((row) => row.includes("sender")));
});

test("status of several shows each, and goes on where one is not there", async () => {
  await cluster.createRepository(team, "first");
  await cluster.createRepository(team, "second");
  const { code, stdout, stderr } = await status(["first", "nobody", "second"]);
  assert.equal(code, 1);
  assert.deepEqual(stdout.match(/^Name: .*$/mg), [
    "Name:             first",
    "Name:             second",
  ]);
  assert.match(stderr, /^Error from server \(NotFound\): .* "nobody" not found\n/);
});

test("status refuses what makes no sense", async () => {
  const rows: readonly (readonly [args: string[], stderr: RegExp])[] = [
    [[], /^error: expected 'status \(NAME \| TYPE\/NAME\)'/],
    [["a", "b", "--watch"], /^error: --watch takes one AppRepository, not 2\n$/],
    [["a", "--until=done"], /^error: --until wants idle or synced, not "done"\n$/],
    [["a", "--timeout=5s"], /^error: --timeout needs --until with it\n$/],
    [["a", "--until=idle", "--timeout=-5s"], /^error: --timeout wants a length of time /],
    [["a", "-o", "wide"], /^error: unable to match a printer .*jsonpath,jsonpath-as-json,yaml\n$/],
  ];
  for (const [args, stderr] of rows) {
    const result = await status(args);
    assert.deepEqual([result.code, result.stdout], [1, ""]);
    assert.match(result.stderr, stderr);
  }
});

test("status --until=synced waits for a success, and says in a pipe what changes", async () => {
  await kubeapps.createRepository(team, "slow", { outcome: "fail" });
  await untilResult("slow", "failed");
  const idle = await status(["slow", "--until=idle"]);
  assert.deepEqual([idle.code, idle.stdout.split("\n").length], [1, 2]);
  await kubeapps.changeSync(team, "slow", { run: "2s" });
  const running = new Running(["status", "slow", "--until=synced", ...where], kubeconfig);
  await running.untilLines(1);
  assert.equal((await refresh("slow")).code, 0);
  const { code, stdout } = await running.ended();
  assert.equal(code, 0);
  const states = stdout.trimEnd().split("\n").map((line) => line.split(" ")[1]);
  assert.deepEqual([states.at(0), states.at(-1)], ["failed", "synced"]);
  assert.ok(states.includes("running"), stdout);
});

test("status --until gives up in time, and says how it stands", async () => {
  await kubeapps.createRepository(team, "endless", { outcome: "hang" });
  await untilResult("endless", "running");
  const { code, stderr } = await status(["endless", "--until=idle", "--timeout=10s"]);
  assert.equal(code, 1);
  assert.match(
    stderr,
    /^error: timed out after 10s: apprepository\.kubeapps\.com\/endless running \(Job \S+\)\n$/,
  );
});

test("status --watch ends at Ctrl-C with 130", async () => {
  await cluster.createRepository(team, "watched");
  const running = new Running(["status", "watched", "-w", "-o", "json", ...where], kubeconfig);
  await running.untilLines(5);
  running.kill("SIGINT");
  const { code, stdout } = await running.ended();
  assert.equal(code, 130);
  assert.equal(JSON.parse(stdout).items[0].name, "watched");
});
