// `list` as users have it: how syncs stand, and what kubectl prints where it prints the same.

import assert from "node:assert/strict";
import { testCluster } from "../cluster/support/cluster.ts";
import { Kubeapps } from "../cluster/support/kubeapps/kubeapps.ts";
import { apprepo } from "./support/apprepo.ts";
import { eventually } from "./support/eventually.ts";
import { Running } from "./support/running.ts";

const cluster = await testCluster();
const kubeconfig = cluster.adminKubeconfig;
const long = "a-name-of-more-than-nineteen-characters";

const kubeapps = await Kubeapps.start(cluster, { backoffLimit: 0 });
const team = await cluster.namespace("team");
const apart = await cluster.namespace("apart");
Deno.test.afterAll(() => kubeapps[Symbol.asyncDispose]());

await kubeapps.createRepository(team, "good", {}, {
  url: "https://user:hunter2@charts.example.com",
});
await kubeapps.createRepository(team, "bad", { outcome: "fail" }, { type: "oci", interval: "5m" });
await kubeapps.createRepository(team, "stuck", { outcome: "hang" }, {
  description: "first line\nsecond\twith a tab\rand \x1b[31mred",
});
await kubeapps.createRepository(team, long);
await cluster.createRepository(apart, "alone");

function test(name: string, fn: () => Promise<void>): void {
  Deno.test({ name, sanitizeOps: false, sanitizeResources: false, fn });
}

function list(args: readonly string[], namespace = team) {
  const where = ["-n", namespace, "--kubeapps-namespace", kubeapps.namespace];
  return apprepo(["list", ...args, ...where], { kubeconfig });
}

/** By name, and by header. */
function table(text: string): Record<string, Record<string, string>> {
  const [headers = [], ...rows] = text.trimEnd().split("\n").map((line) => line.split(/ {3,}/));
  const named = rows.map((cells) =>
    Object.fromEntries(headers.map((header, at) => [header, cells[at] ?? ""]))
  );
  return Object.fromEntries(named.map((row) => [row["NAME"], row]));
}

/** When all syncs have come as far as they will. */
async function settled() {
  return await eventually("every sync", async () => {
    const { stdout } = await list(["-o", "wide"]);
    const rows = table(stdout);
    const results = ["good", long, "bad", "stuck"].map((name) => rows[name]?.["RESULT"]);
    const expected = ["completed", "completed", "failed", "running"];
    return results.join() === expected.join() ? rows : undefined;
  });
}

test("list shows how each sync stands, and no password", async () => {
  const rows = await settled();
  const { good, bad, stuck } = rows;
  assert.deepEqual(Object.keys(good!), [
    ...["NAME", "TYPE", "URL", "LAST-SYNC", "RESULT", "NEXT", "AGE"],
    ...["INTERVAL", "JOB", "MESSAGE"],
  ]);
  assert.equal(good?.["URL"], "https://user:***@charts.example.com");
  assert.match(good?.["LAST-SYNC"] ?? "", /^\d+s$/);
  assert.match(good?.["NEXT"] ?? "", /^(\d+m)?(\d+s)?$/);
  assert.match(good?.["JOB"] ?? "", new RegExp(`^apprepo-${team}-sync-good-`));
  assert.equal(good?.["INTERVAL"], "*/10 * * * *");
  assert.equal(bad?.["TYPE"], "oci");
  assert.equal(bad?.["INTERVAL"], "5m");
  assert.match(bad?.["MESSAGE"] ?? "", /^BackoffLimitExceeded: /);
  assert.deepEqual([stuck?.["LAST-SYNC"], stuck?.["MESSAGE"]], ["<none>", "<none>"]);
  assert.match(rows[long]?.["LAST-SYNC"] ?? "", /^\d+s$/);
});

test("list leaves to the results that are asked for, and says where there are none", async () => {
  await settled();
  const failed = await list(["--result=failed,running", "--no-headers"]);
  assert.deepEqual(failed.stdout.trimEnd().split("\n").map((line) => line.split(" ")[0]), [
    "bad",
    "stuck",
  ]);
  const none = await list(["--result=pending"]);
  assert.deepEqual([none.code, none.stdout], [0, ""]);
  assert.equal(none.stderr, `No resources found in ${team} namespace.\n`);
  const wrong = await list(["--result=bad"]);
  assert.deepEqual([wrong.code, wrong.stderr], [
    1,
    'error: --result wants completed, failed, failing, none, pending, running, unknown, not "bad"\n',
  ]);
});

test("list -A has a column of namespaces, and whatever there is", async () => {
  const { code, stdout } = await list(["-A", "--field-selector", "metadata.name=alone"]);
  assert.equal(code, 0);
  const [headers, ...rows] = stdout.trimEnd().split("\n").map((line) => line.split(/ {3,}/));
  assert.equal(headers?.[0], "NAMESPACE");
  assert.deepEqual(rows.find(([namespace]) => namespace === apart)?.slice(0, 7), [
    ...[apart, "alone", "helm", "https://charts.example.com/alone"],
    ...["<none>", "<none>", "<none>"],
  ]);
});

test("list of names goes on where one is not there", async () => {
  const { code, stdout, stderr } = await list(["bad", "nobody", "apprepo/good"]);
  assert.equal(code, 1);
  assert.deepEqual(Object.keys(table(stdout)), ["bad", "good"]);
  assert.match(
    stderr,
    /^Error from server \(NotFound\): apprepositories\.kubeapps\.com "nobody" not found\n/,
  );
});

test("list refuses what makes no sense, in kubectl's words", async () => {
  const rows: readonly (readonly [args: string[], stderr: string])[] = [
    [["x", "-l", "a=b"], "name cannot be provided when a selector is specified"],
    [["x", "-A"], "a resource cannot be retrieved by name across all namespaces"],
    [["-o", "custom-columns"], "custom-columns format specified but no custom columns given"],
    [["--sort-by", ".nope"], 'couldn\'t find any field with path "{.nope}" in the list of objects'],
    [
      ["-o", "bogus"],
      'unable to match a printer suitable for the output format "bogus", allowed formats are: custom-columns,custom-columns-file,json,jsonpath,jsonpath-as-json,jsonpath-file,name,wide,yaml',
    ],
  ];
  for (const [args, stderr] of rows) {
    const result = await list(args);
    assert.deepEqual([result.code, result.stdout, result.stderr], [1, "", `error: ${stderr}\n`]);
  }
});

test("list -o json and yaml are kubectl's List with one field more", async () => {
  for (const names of [[], ["good", "bad"], ["good"]]) {
    const theirs = await cluster.kubectl(
      ["get", "apprepositories", ...names, "-n", team, "-o", "json"],
    );
    const ours = await list([...names, "-o", "json"]);
    const [expected, found] = [JSON.parse(theirs.stdout), JSON.parse(ours.stdout)];
    for (const item of found.items ?? [found]) {
      assert.match(item.sync.schedule, /^\*\/(5|10) \* \* \* \*$/);
      delete item.sync;
    }
    assert.deepEqual(found, expected);
    const again = await list([...names, "-o", "yaml"]);
    const kubectlReads = await cluster.kubectl(
      ["create", "--dry-run=client", "--validate=false", "-f", "-", "-o", "name"],
      { stdin: again.stdout },
    );
    assert.equal(kubectlReads.code, 0, kubectlReads.stderr);
  }
});

const formats = [
  "name",
  "jsonpath={.items[*].metadata.name}",
  'jsonpath={range .items[?(@.spec.type=="oci")]}{.metadata.name}{"\\n"}{end}',
  "custom-columns=NAME:.metadata.name,URL:.spec.url",
  "custom-columns=NAME:metadata.name,NONE:.spec.nope,SPEC:{.spec}",
  "custom-columns=A:{.metadata.labels},B:.metadata.generation,C:.metadata.annotations",
  "custom-columns=A:.metadata.annotations.sim/outcome,B:.metadata['name','namespace']",
  "custom-columns=X:.metadata.name[0]",
  "custom-columns=:.metadata.name",
  "custom-columns=A:.spec.description,NAME:.metadata.name",
  "custom-columns=NAME:.metadata.name,A:.spec.description",
  "custom-columns=A:.a.b.c",
  "custom-columns=A:..type",
  "custom-columns=NAME",
  "custom-columns=NAME:.metadata.name,",
  "custom-columns=NAME:{.metadata.name",
  "custom-columns=NAME:.metadata[",
];

for (const format of formats) {
  test(`list -o ${format} is what kubectl prints`, async () => {
    const theirs = await cluster.kubectl(["get", "apprepositories", "-n", team, "-o", format]);
    const ours = await list(["-o", format]);
    assert.equal(ours.code, theirs.code);
    // kubectl may find out after the headers that it can't go on.
    assert.equal(ours.stdout, theirs.code === 0 ? theirs.stdout : "");
    assert.equal(ours.stderr, theirs.stderr.replace(/^error: error/, "error"));
  });
}

test("list -o custom-columns-file and jsonpath-file read what kubectl reads", async () => {
  const files: Readonly<Record<string, string>> = {
    "custom-columns-file": "NAME          TYPE\nmetadata.name .spec.type\n",
    "jsonpath-file": "{.items[*].spec.type}",
  };
  for (const [kind, text] of Object.entries(files)) {
    const path = `${cluster.folder}/${crypto.randomUUID()}`;
    await Deno.writeTextFile(path, text);
    const format = `${kind}=${path}`;
    const theirs = await cluster.kubectl(["get", "apprepositories", "-n", team, "-o", format]);
    const ours = await list(["-o", format]);
    assert.deepEqual([ours.code, ours.stdout], [theirs.code, theirs.stdout]);
    const gone = await list(["-o", `${format}-gone`]);
    assert.equal(gone.code, 1);
    assert.match(gone.stderr, /-gone/);
  }
});

test("list --sort-by has kubectl's order", async () => {
  for (const path of [".metadata.name", "{.spec.url}", "metadata.uid", ".spec.interval"]) {
    const flags = ["-o", "name", `--sort-by=${path}`];
    const theirs = await cluster.kubectl(["get", "apprepositories", "-n", team, ...flags]);
    const ours = await list(flags);
    // Which of those without the field comes first is left open.
    const last = (text: string) => path === ".spec.interval" ? text.split("\n").at(-2) : text;
    assert.equal(last(ours.stdout), last(theirs.stdout), path);
  }
  await settled();
  const byTime = await list(["-o", "name", "--sort-by=.sync.lastSyncTime"]);
  assert.equal(byTime.stdout.split("\n")[0], "apprepository.kubeapps.com/stuck");
});

test("list --watch prints a line for each change, and ends at Ctrl-C", async () => {
  const namespace = await cluster.namespace("watched");
  await kubeapps.createRepository(namespace, "one", { run: "1s" });
  const where = ["-n", namespace, "--kubeapps-namespace", kubeapps.namespace];
  const running = new Running(["list", "--watch", ...where], kubeconfig);
  await running.untilLines(2);
  await eventually("the end of the first sync", async () => {
    const { stdout } = await apprepo(["list", "--result=completed", ...where], { kubeconfig });
    return stdout === "" ? undefined : true;
  });
  const refreshed = await apprepo(
    ["refresh", "one", "-n", namespace, "--wait", ...where.slice(2)],
    {
      kubeconfig,
    },
  );
  assert.equal(refreshed.code, 0, refreshed.stderr);
  await running.untilSaid(/ completed [^]* running [^]* completed /);
  running.kill("SIGINT");
  const { code, stdout } = await running.ended();
  assert.equal(code, 130);
  const results = stdout.trimEnd().split("\n").slice(1).map((line) => line.split(/ {3,}/)[4]);
  // A Job may be seen before it has a Pod.
  const seen = results.filter((result) => result !== "pending");
  const collapsed = seen.filter((result, at) => result !== seen[at - 1]);
  assert.deepEqual(collapsed.slice(-3), ["completed", "running", "completed"]);
});

test("list --watch of a name that is not there says so", async () => {
  const { code, stderr } = await list(["nobody", "--watch"]);
  assert.equal(code, 1);
  assert.match(stderr, /"nobody" not found/);
});
